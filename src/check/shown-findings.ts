import type { Example } from '../data/corpus.ts'
import { shortened } from '../printable.ts'
import type { Finding } from './finding.ts'

/** A text that a finding names. */
export interface ShownText {
  /** 'reviews.csv:12' */
  readonly place: string
  /** Where it stands. */
  readonly split: 'train' | 'test'
  /** Its beginning. */
  readonly text: string
  /** As the data has it. */
  readonly label: string
  /** The label that is more likely, where the one it has is in doubt. */
  readonly likely?: string
  /** What is particular about this text. */
  readonly remark?: string
}

/** A finding with the texts that it names. */
export interface ShownFinding extends Omit<Finding, 'rows'> {
  /** The first of them, or the worst; empty where the finding is about none by itself. */
  readonly examples: readonly ShownText[]
}

/** Characters of a text that are shown. */
const shownLength = 300

/** The findings with the texts that they name, for which the data is read once more. */
export async function withTheirTexts(
  findings: readonly Finding[],
  again: (split: 'train' | 'test') => Promise<AsyncIterable<Example> | undefined>,
): Promise<ShownFinding[]> {
  const wanted = { train: new Map<number, Example>(), test: new Map<number, Example>() }
  for (const split of ['train', 'test'] as const) {
    const indices = new Set(
      findings.flatMap(({ rows }) => rows.filter(row => row.split === split).map(({ index }) => index)),
    )
    if (indices.size === 0) continue
    let index = 0
    for await (const example of (await again(split)) ?? []) {
      if (indices.has(index++)) wanted[split].set(index - 1, example)
      if (wanted[split].size === indices.size) break
    }
  }
  return findings.map(({ rows, ...rest }) => ({
    ...rest,
    examples: rows.flatMap(({ split, index, remark, likely }) => {
      const example = wanted[split].get(index)
      if (!example) return []
      const { place, text, label } = example
      return [
        {
          place,
          split,
          text: shortened(text, shownLength),
          label,
          ...(likely !== undefined && { likely }),
          ...(remark !== undefined && { remark }),
        },
      ]
    }),
  }))
}

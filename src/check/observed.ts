/** All texts of the data read once: their tokens, and what cannot be told from these any more. */
import type { Corpus, Example, TokenisedCorpus } from '../data/corpus.ts'
import type { Progress } from '../data/tokenise.ts'
import { tokenise } from '../data/tokenise.ts'
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts'
import { charactersOf } from './characters.ts'
import { contentsOf } from './content-check.ts'
import type { ScriptsOf } from './language-check.ts'
import { SwappedColumns } from './swapped-columns.ts'
import { shapesOf } from './telling-shapes.ts'
import { writingOf } from './writing.ts'

/** What the characters of the texts of a split say, [n] each. */
interface ObservedSplit {
  /** Sums of `traits`. */
  readonly traits: readonly number[]
  readonly scripts: ScriptsOf
  /** Sums of what `contentsOf` finds. */
  readonly contents: readonly number[]
  /** Sums of what `writingOf` finds. */
  readonly writing: readonly number[]
  /** Sums of what `shapesOf` finds. */
  readonly shapes: readonly number[]
  /** Characters. */
  readonly sizes: readonly number[]
}

export interface Observed {
  readonly corpus: Omit<TokenisedCorpus, 'digest'> & { readonly words: readonly string[] }
  readonly train: ObservedSplit
  readonly test: ObservedSplit
  /** Texts, by split, whose labels have blanks around them as they are written. */
  readonly padded: Readonly<Record<'train' | 'test', readonly number[]>>
  readonly swapped: SwappedColumns
  /** Test texts with labels that no training text has; they are not in the corpus. */
  readonly strange: readonly { readonly place: string; readonly label: string }[]
}

/** @throws what the reading throws */
export async function observe(
  { train, test, columns }: Corpus,
  tokenizer: Tokenizer,
  onProgress: (progress: Progress) => void,
): Promise<Observed> {
  const labels = new Set<string>()
  const strange: { place: string; label: string }[] = []
  const padded: Record<'train' | 'test', number[]> = { train: [], test: [] }
  const swapped = new SwappedColumns()
  const labelAsWritten = ({ row, label }: Example): string => {
    const written = columns && row?.values[row.columns.indexOf(columns.label)]
    return typeof written === 'string' ? written : label
  }
  const nothing = () => ({
    traits: [] as number[],
    scripts: { main: [] as number[], all: [] as number[] },
    contents: [] as number[],
    writing: [] as number[],
    shapes: [] as number[],
    sizes: [] as number[],
  })
  const seen = { train: nothing(), test: nothing() }
  async function* watched(
    examples: AsyncIterable<Example>,
    split: 'train' | 'test',
  ): AsyncGenerator<Example> {
    const { traits, scripts, contents, writing, shapes, sizes } = seen[split]
    for await (const example of examples) {
      const { text, label, place } = example
      if (split === 'train') {
        labels.add(label)
        swapped.add(traits.length, text, label)
      } else if (!labels.has(label)) {
        strange.push({ place, label })
        continue
      }
      const characters = charactersOf(text)
      traits.push(characters.traits)
      if (labelAsWritten(example) !== label) padded[split].push(traits.length - 1)
      scripts.main.push(characters.script)
      scripts.all.push(characters.allScripts)
      contents.push(contentsOf(text, label, labels, columns))
      writing.push(writingOf(text))
      shapes.push(shapesOf(text))
      sizes.push(text.length)
      yield example
    }
  }
  const streams = { train: watched(train, 'train'), test: test && watched(test, 'test') }
  const { corpus } = await tokenise(streams, tokenizer, { onProgress, most: Number.POSITIVE_INFINITY })
  return { corpus, ...seen, padded, swapped, strange }
}

import type { StoredSequences } from '../text/sequences.ts'
import { counted, grouped, verb } from '../wording.ts'
import { byShare, type Finding, finding, rowsWhere, splitText, type TextAt } from './finding.ts'

/** How long texts are, in tokens. */
export interface Lengths {
  readonly shortest: number
  readonly median: number
  readonly mean: number
  readonly longest: number
  /** Texts of [from, to) tokens: 0, 1, 2-3, 4-7 and so on. */
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly texts: number }[]
}

export function lengthsOf({ offsets }: Pick<StoredSequences, 'offsets'>): Lengths {
  const sorted = lengths(offsets).sort()
  const buckets = Math.max(1, 33 - Math.clz32(sorted.at(-1) ?? 0))
  const texts = new Array<number>(buckets).fill(0)
  for (const length of sorted) texts[32 - Math.clz32(length)]!++
  return {
    shortest: sorted[0] ?? 0,
    median: sorted[sorted.length >> 1] ?? 0,
    mean: sorted.reduce((sum, length) => sum + length, 0) / Math.max(1, sorted.length),
    longest: sorted.at(-1) ?? 0,
    histogram: texts.map((count, i) => ({ from: i === 0 ? 0 : 2 ** (i - 1), to: 2 ** i, texts: count })),
  }
}

/** Times the median, and tokens at least, from which a text is longer than the others ought to be. */
const long = { times: 20, tokens: 200 }

/** Texts without a token, of one, and very long ones. */
export function checkLengths(
  split: TextAt['split'],
  { offsets }: Pick<StoredSequences, 'offsets'>,
): Finding[] {
  const all = lengths(offsets)
  const { median } = lengthsOf({ offsets })
  const limit = Math.max(long.tokens, long.times * median)
  const told = (row: TextAt) => ({ ...row, remark: counted(all[row.index]!, 'token') })
  const longest = rowsWhere(split, all.length, index => all[index]! > limit)
    .sort((a, b) => all[b.index]! - all[a.index]!)
    .map(told)
  const empty = rowsWhere(split, all.length, index => all[index] === 0)
  const single = rowsWhere(split, all.length, index => all[index] === 1)
  return [
    ...finding(
      'empty',
      byShare(empty.length, all.length),
      empty,
      texts => `${counted(texts, splitText(split))} ${verb(texts, 'have')} no token`,
    ),
    ...finding(
      'length',
      'note',
      longest,
      texts =>
        `${counted(texts, splitText(split))} ${verb(texts, 'have')} more than ${counted(limit, 'token')}, where half have ${grouped(median)} at most`,
    ),
    ...finding(
      'length',
      'note',
      median > 3 ? single : [],
      texts => `${counted(texts, splitText(split))} ${verb(texts, 'are')} a single token`,
    ),
  ]
}

function lengths(offsets: Int32Array): Int32Array {
  return offsets.slice(1).map((end, i) => end - offsets[i]!)
}

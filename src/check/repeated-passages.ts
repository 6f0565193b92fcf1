/** Texts that are one passage again and again: pasted twice, a loop that went on, `good good good good`. */
import type { Sequences } from '../text/sequences.ts'
import { type Finding, finding, rowsWhere, someOf, type TextAt } from './finding.ts'

/** Tokens from which on a repetition is no emphasis ('no, no!'), and times that a word alone is there again. */
const shortest = 6
const fewest = 3

/** @param isWord [words] 1 for a word, 0 for a mark */
export function findRepeatedPassages(
  split: TextAt['split'],
  { tokens, offsets, labels }: Sequences,
  isWord: Uint8Array,
): Finding[] {
  const rows = rowsWhere(split, labels.length, index => {
    const text = tokens.subarray(offsets[index], offsets[index + 1])
    if (text.length < fewest) return false
    const period = periodOf(text)
    return (
      (period === 1 || text.length >= shortest) &&
      2 * period <= text.length &&
      text.subarray(0, period).some(token => isWord[token] === 1)
    )
  })
  return finding(
    'writing',
    'note',
    rows,
    texts =>
      `${someOf(split, texts, labels.length, 'are')} one passage twice or more often, and nothing else`,
  )
}

/** The least number by which a text may be shifted so that it agrees with itself (Knuth, Morris and Pratt 1977), in linear time. */
function periodOf(text: Int32Array): number {
  /** Of each beginning, the longest one that it ends with, itself aside. */
  const borders = new Int32Array(text.length)
  let border = 0
  for (let at = 1; at < text.length; at++) {
    while (border > 0 && text[at] !== text[border]) border = borders[border - 1]!
    if (text[at] === text[border]) border++
    borders[at] = border
  }
  return text.length - border
}

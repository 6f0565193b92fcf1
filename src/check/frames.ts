/** Words that many texts begin or end with: a form, a greeting, a signature, what a mail program or a web page puts around a text. */
import type { Sequences } from '../text/sequences.ts'
import { grouped } from '../wording.ts'
import { type Finding, finding, someOf, type TextAt } from './finding.ts'

/**
 * Tokens of a frame, how many of them are words of two letters at least, and how many texts of other content have it at least. Where
 * each character is a token, as in Chinese, six say no more than a word or the end of a verb.
 */
const frame = { tokens: 6, words: 5, share: 0.01, texts: 10 }
/** Shorter texts are hardly more than their frame. */
const shortest = 2 * frame.tokens
/** Frames that are told, of each side. */
const told = 3
/** Frames are counted by a hash first, so that only those that can be frequent are kept; a power of two. */
const buckets = 2 ** 20

/** @param isWord [words] 1 for a word, 0 for a mark @param isFirst whether no text before says the same */
export function checkFrames(
  split: TextAt['split'],
  sequences: Sequences,
  words: readonly string[],
  isWord: Uint8Array,
  isFirst: (index: number) => boolean,
): Finding[] {
  const texts = sequences.labels.length
  const isLong = isWord.map((each, word) => Number(each === 1 && words[word]!.length > 1))
  return (['begin', 'end'] as const).flatMap(side => {
    const frames = frequentFrames(sequences, isLong, isFirst, side)
    const quoted = frames.slice(0, told).map(({ tokens, texts }) => {
      const text = JSON.stringify(Array.from(tokens, token => words[token]).join(' '))
      return `${text} (${grouped(texts.length)})`
    })
    return finding(
      'near-equal',
      'note',
      frames.flatMap(({ texts }) => texts.map(index => ({ split, index }))),
      count =>
        `${someOf(split, count, texts, side)} with the same words as many others: ${quoted.join(', ')}`,
    )
  })
}

/** What many texts have at one side, the most frequent first. */
function frequentFrames(
  { tokens, offsets, labels }: Sequences,
  isLong: Uint8Array,
  isFirst: (index: number) => boolean,
  side: 'begin' | 'end',
): { readonly tokens: Int32Array; readonly texts: readonly number[] }[] {
  const fewest = Math.max(frame.texts, frame.share * labels.length)
  const frameOf = (index: number): Int32Array | undefined => {
    const [start, end] = [offsets[index]!, offsets[index + 1]!]
    if (end - start < shortest || !isFirst(index)) return undefined
    const from = side === 'begin' ? start : end - frame.tokens
    const found = tokens.subarray(from, from + frame.tokens)
    return found.reduce((sum, token) => sum + isLong[token]!, 0) < frame.words ? undefined : found
  }
  const counts = new Uint32Array(buckets)
  for (const index of labels.keys()) {
    const found = frameOf(index)
    if (found) counts[bucketOf(found)]!++
  }
  // Other frames may share a bucket with a frequent one.
  const byFrame = new Map<string, { tokens: Int32Array; texts: number[] }>()
  for (const index of labels.keys()) {
    const found = frameOf(index)
    if (!found || counts[bucketOf(found)]! < fewest) continue
    const key = found.join(' ')
    const known = byFrame.get(key)
    if (known) known.texts.push(index)
    else byFrame.set(key, { tokens: found, texts: [index] })
  }
  return [...byFrame.values()]
    .filter(({ texts }) => texts.length >= fewest)
    .sort((a, b) => b.texts.length - a.texts.length || a.texts[0]! - b.texts[0]!)
}

function bucketOf(tokens: Int32Array): number {
  let hash = 0x811c9dc5
  for (const token of tokens) hash = Math.imul(hash ^ token, 0x01000193) ^ (hash >>> 15)
  return hash & (buckets - 1)
}

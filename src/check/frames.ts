/** Words that many texts begin or end with: a form, a greeting, a signature, what a mail program or a web page puts around a text. */
import type { Sequences } from '../text/sequences.ts'
import { grouped } from '../wording.ts'
import { type Finding, finding, someOf, type TextAt } from './finding.ts'
import type { MeantWords } from './meant-words.ts'

/**
 * Tokens of a frame, how many of them are words of two letters or numbers at least, three of them no numbers, and how many texts of other content have it at least. Where
 * each character is a token, as in Chinese, six say no more than a word or the end of a verb. Texts end alike less often than they begin
 * alike; and twelve tokens are the same in few texts already, but for what a program wrote.
 */
const frames = {
  begin: [
    { tokens: 12, words: 8, share: 0.002, texts: 5 },
    { tokens: 5, words: 3, share: 0.01, texts: 10 },
  ],
  end: [
    { tokens: 12, words: 8, share: 0.002, texts: 5 },
    { tokens: 4, words: 3, share: 0.01, texts: 10 },
  ],
} as const
type Size = (typeof frames)['begin' | 'end'][number]
/** Tokens that a text has beside its frame, at least. */
const beside = 6
/** Frames that are told, of each side. */
const told = 3
/** Frames are counted by a hash first, so that only those that can be frequent are kept; a power of two. */
const buckets = 2 ** 20

/** @param isWord [words] 1 for a word, 0 for a mark @param meant numbers, all of which are one word @param isFirst whether no text before says the same */
export function checkFrames(
  split: TextAt['split'],
  sequences: Sequences,
  words: readonly string[],
  isWord: Uint8Array,
  meant: MeantWords,
  isFirst: (index: number) => boolean,
): Finding[] {
  const texts = sequences.labels.length
  const isLong = isWord.map((each, word) =>
    Number(each === 1 && words[word]!.length > 1 && meant.ids[word] !== meant.number),
  )
  return (['begin', 'end'] as const).flatMap(side => {
    const framed = new Set<number>()
    const found = frames[side].flatMap(size => {
      const isOther = (index: number) => isFirst(index) && !framed.has(index)
      const frequent = frequentFrames(sequences, isLong, meant, isOther, side, size)
      for (const { texts } of frequent) for (const index of texts) framed.add(index)
      return frequent
    })
    found.sort((a, b) => b.texts.length - a.texts.length)
    const quoted = found.slice(0, told).map(({ tokens, texts }) => {
      const text = JSON.stringify(
        Array.from(tokens, token => (token === meant.number ? '#' : words[token])).join(' '),
      )
      return `${text} (${grouped(texts.length)})`
    })
    return finding(
      'near-equal',
      'note',
      found.flatMap(({ texts }) => texts.map(index => ({ split, index }))),
      count =>
        `${someOf(split, count, texts, side)} with the same words as many others: ${quoted.join(', ')}`,
    )
  })
}

/** What many texts have at one side, the most frequent first. */
function frequentFrames(
  { tokens, offsets, labels }: Sequences,
  isLong: Uint8Array,
  { ids, number }: MeantWords,
  isWanted: (index: number) => boolean,
  side: 'begin' | 'end',
  size: Size,
): { readonly tokens: Int32Array; readonly texts: readonly number[] }[] {
  const fewest = Math.max(size.texts, size.share * labels.length)
  const frameOf = (index: number): Int32Array | undefined => {
    const [start, end] = [offsets[index]!, offsets[index + 1]!]
    if (end - start < size.tokens + beside || !isWanted(index)) return undefined
    const from = side === 'begin' ? start : end - size.tokens
    const found = tokens.subarray(from, from + size.tokens).map(token => ids[token]!)
    const long = found.reduce((sum, token) => sum + isLong[token]!, 0)
    const numbers = found.reduce((sum, token) => sum + Number(token === number), 0)
    return long + numbers < size.words || long < 3 ? undefined : found
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

/**
 * Texts of words whose letters stand together so in hardly any other word: keys struck at random, a language or an encoding that no other
 * text is in. In time linear in the words, and a fixed memory.
 */
import type { Sequences } from '../text/sequences.ts'
import { counted, verb } from '../wording.ts'
import { type Finding, finding } from './finding.ts'

/** A word of so many texts is one, whatever its letters are; and triples of letters of so many words are usual. */
const usual = { texts: 3, words: 3 }
/** Of a text's triples, those that are not usual: their share and number at least. */
const odd = { share: 0.45, triples: 8 }
/** Where more than this share of the triples of rare words is not usual, texts are too few, or of too few words, to tell. */
const mostUnusual = 0.15
/** Triples are counted by a hash; two that share a place make both look more usual than they are. */
const buckets = 2 ** 20

const ofLetters = /^[\p{L}\p{M}'’]{2,}$/u

/** @param texts of both splits, `trained` of them training texts, which are before the others @param words what the tokens index */
export function findGibberish(
  { tokens, offsets, labels }: Sequences,
  trained: number,
  words: readonly string[],
): Finding[] {
  const frequency = textsOfWords({ tokens, offsets, labels }, words.length)
  const triplesOf = Float64Array.from(words, word => (ofLetters.test(word) ? word.length : 0))
  const counts = new Uint32Array(buckets)
  for (const [token, word] of words.entries()) {
    for (let at = 0; at < triplesOf[token]!; at++) counts[placeOf(word, at)]!++
  }
  let [ofRare, unusualOfRare] = [0, 0]
  const unusualOf = Float64Array.from(words, (word, token) => {
    if (frequency[token]! >= usual.texts) return 0
    let unusual = 0
    for (let at = 0; at < triplesOf[token]!; at++) if (counts[placeOf(word, at)]! < usual.words) unusual++
    ofRare += triplesOf[token]!
    unusualOfRare += unusual
    return unusual
  })
  const found = [...labels.keys()].filter(index => {
    let [triples, unusual] = [0, 0]
    for (const token of tokens.subarray(offsets[index], offsets[index + 1])) {
      triples += triplesOf[token]!
      unusual += unusualOf[token]!
    }
    return unusual >= odd.triples && unusual >= odd.share * triples
  })
  const canTell = unusualOfRare <= mostUnusual * ofRare
  return finding(
    'writing',
    'note',
    (canTell ? found : []).map(index =>
      index < trained ? { split: 'train', index } : { split: 'test', index: index - trained },
    ),
    texts =>
      `${counted(texts, 'text')} ${verb(texts, 'are')} of words whose letters stand together so in hardly another: gibberish, or another language`,
  )
}

/** [words] In how many texts each word is, 255 at most. */
function textsOfWords({ tokens, offsets, labels }: Sequences, words: number): Uint8Array {
  const texts = new Uint8Array(words)
  const seenIn = new Int32Array(words).fill(-1)
  for (const index of labels.keys()) {
    for (const token of tokens.subarray(offsets[index], offsets[index + 1])) {
      if (seenIn[token] === index || texts[token] === 255) continue
      seenIn[token] = index
      texts[token]!++
    }
  }
  return texts
}

/** Where the letter of a word is counted together with the one before and the one after it; a word begins and ends with none. */
function placeOf(word: string, at: number): number {
  const before = at === 0 ? 0 : word.charCodeAt(at - 1)
  const after = at + 1 === word.length ? 0 : word.charCodeAt(at + 1)
  const mixed =
    Math.imul(before, 0x9e3779b1) ^ Math.imul(word.charCodeAt(at), 0x85ebca6b) ^ Math.imul(after, 0xc2b2ae35)
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 12
}

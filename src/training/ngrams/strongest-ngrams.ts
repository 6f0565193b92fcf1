import type { NgramPart } from '../../model/ngram-part.ts'
import { NgramFinder } from '../../model/ngram-weights.ts'
import { textAt } from '../../text/ngram-counting.ts'
import { NgramReader } from '../../text/ngram-reader.ts'
import { NgramTable } from '../../text/ngram-table.ts'
import { isOfCharacters, wordKeys } from '../../text/ngrams.ts'
import type { TokenSequences } from '../../text/sequences.ts'

/** N-grams that are named for each class. */
const named = 50
/** With more classes than this none are: nobody would read them. */
const mostClasses = 50

/**
 * The words, pairs and triples that speak most for each class, [classes], strongest first, as they stand in the texts that the part
 * was learned from; undefined for more than 50 classes.
 *
 * @param words what the tokens of `texts` index
 */
export function strongestNgrams(
  part: NgramPart,
  texts: TokenSequences,
  words: readonly string[],
): string[][] | undefined {
  if (part.classes > mostClasses) return undefined
  const finder = new NgramFinder(part)
  const chosen = Array.from({ length: part.classes }, (_, label) => strongest(part, finder, label))
  const names = namesOf([...new Set(chosen.flat())], part, finder, texts, words)
  return chosen.map(numbers => numbers.flatMap(number => names.get(number) ?? []).slice(0, named))
}

/** The numbers of the n-grams of words that speak most for a class; more than are named, for some stand at the ends of texts. */
function strongest({ keys }: NgramPart, finder: NgramFinder, label: number): number[] {
  const weight = (number: number) => finder.weight(number, label)
  return Array.from(keys.low.keys())
    .filter(number => !isOfCharacters(keys.high[number]!) && weight(number) > 0)
    .sort((a, b) => weight(b) - weight(a) || a - b)
    .slice(0, 2 * named)
}

/** How they are written, of those that stand in a text without its ends. */
function namesOf(
  wanted: readonly number[],
  { keys }: NgramPart,
  finder: NgramFinder,
  texts: TokenSequences,
  words: readonly string[],
): Map<number, string> {
  const table = NgramTable.of({
    low: Uint32Array.from(wanted, number => keys.low[number]!),
    high: Uint32Array.from(wanted, number => keys.high[number]!),
  })
  const reader = new NgramReader({ words: 3, characters: undefined }, (asked, numbers) =>
    table.findAll(asked, numbers),
  )
  reader.learn(words)
  const ofWords = wordKeys(words)
  const found = new Map<number, string>()
  for (let i = 0; i + 1 < texts.offsets.length && found.size < wanted.length; i++) {
    const tokens = textAt(texts, i)
    reader.walk(tokens, (at, first, count) => {
      const number = wanted[at]!
      if (at < 0 || found.has(number)) return
      const ngram = [...tokens.subarray(first, first + count)]
      // With an end of the text in it the n-gram is more than these words.
      if (finder.number(ofWords, ngram) === number)
        found.set(number, ngram.map(word => words[word]).join(' '))
    })
  }
  return found
}

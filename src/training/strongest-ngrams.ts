import type { NgramPart } from '../model/ngram-part.ts'
import { NgramFinder } from '../model/ngram-weights.ts'
import { textAt } from '../text/ngram-counting.ts'
import { isOfCharacters, wordKeys } from '../text/ngrams.ts'
import type { TokenSequences } from '../text/sequences.ts'

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
  const names = namesOf(new Set(chosen.flat()), finder, texts, words)
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

function namesOf(
  wanted: ReadonlySet<number>,
  finder: NgramFinder,
  texts: TokenSequences,
  words: readonly string[],
): Map<number, string> {
  const keys = wordKeys(words)
  const found = new Map<number, string>()
  for (let i = 0; i + 1 < texts.offsets.length && found.size < wanted.size; i++) {
    const tokens = textAt(texts, i)
    for (let t = 0; t < tokens.length; t++) {
      for (let from = t; from >= Math.max(0, t - 2) && tokens[from]! >= 0; from--) {
        const ngram = [...tokens.subarray(from, t + 1)]
        const number = finder.number(keys, ngram)
        if (wanted.has(number)) found.set(number, ngram.map(word => words[word]).join(' '))
      }
    }
  }
  return found
}

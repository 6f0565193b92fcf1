import type { Original } from '../data/originals.ts'
import type { Classifier } from '../model/classifier.ts'
import { explainedPieces, groupText } from '../model/explained-pieces.ts'
import { explain } from '../model/explanation.ts'
import type { Sequences, TokenSequences } from '../text/sequences.ts'
import type { Answers } from './evaluation.ts'
import { mistakesShown, surestMistakes } from './mistakes.ts'
import type { ShownMistake } from './report/mistakes-section.ts'

/** Words of each mistake on a page, at most. */
const wordsShown = 3000

/**
 * The surest mistakes with their words and what each word says.
 *
 * @param texts in the ids of `words`, -1 an unknown word
 * @param encoded the same texts in the model's ids
 * @param words undefined for word ids without their words; then the ids are shown
 * @param originals gives the texts at some indices, ascending, as they are written; without it they are shown by their tokens
 */
export async function explainedMistakes(
  answers: Answers,
  classifier: Classifier,
  texts: Sequences,
  encoded: TokenSequences,
  words: readonly string[] | undefined,
  originals?: (indices: Int32Array) => Promise<readonly Original[]>,
): Promise<ShownMistake[]> {
  const { labels } = classifier
  const explained: ShownMistake[] = []
  const mistakes = surestMistakes(answers, mistakesShown)
  const places = Int32Array.from(mistakes, ({ index }) => index).sort()
  const found = await originals?.(places)
  for (const mistake of mistakes) {
    const { index, predicted } = mistake
    const [start, end] = [texts.offsets[index]!, texts.offsets[index + 1]!]
    const ids = encoded.tokens.subarray(start, end)
    const tokens = Array.from(ids, (id, i) =>
      words ? (words[texts.tokens[start + i]!] ?? '[unknown]') : `${id}`,
    )
    const source = found?.[places.indexOf(index)]
    const original = source?.text ?? undefined
    const row = answers.probabilities.subarray(index * labels.length, (index + 1) * labels.length)
    const told = await explain(
      classifier,
      { tokens, ids, ...(original !== undefined && { original }) },
      row,
      labels.indexOf(predicted),
      wordsShown,
    )
    explained.push({
      ...mistake,
      ...(source && { place: source.place }),
      pieces: explainedPieces(told, original),
      groups: (told.groups ?? []).map(group => ({
        text: groupText(told, group, original),
        contribution: group.contribution,
      })),
      more: ids.length - told.tokens.length,
    })
  }
  return explained
}

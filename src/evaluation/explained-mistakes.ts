import type { Classifier } from '../model/classifier.ts'
import { explain } from '../model/explanation.ts'
import type { Sequences, TokenSequences } from '../text/sequences.ts'
import type { Answers } from './evaluation.ts'
import { surestMistakes } from './mistakes.ts'
import type { ExplainedMistake } from './report/mistakes-section.ts'

/** Mistakes in a report, and words of each, at most. */
const mistakesShown = 20
const wordsShown = 3000

/**
 * The surest mistakes with their words and what each word says.
 *
 * @param texts in the ids of `words`, -1 an unknown word
 * @param encoded the same texts in the model's ids
 * @param words undefined for word ids without their words; then the ids are shown
 */
export async function explainedMistakes(
  answers: Answers,
  classifier: Classifier,
  texts: Sequences,
  encoded: TokenSequences,
  words: readonly string[] | undefined,
): Promise<ExplainedMistake[]> {
  const { labels } = classifier
  const explained: ExplainedMistake[] = []
  for (const mistake of surestMistakes(answers, mistakesShown)) {
    const { index, predicted } = mistake
    const [start, end] = [texts.offsets[index]!, texts.offsets[index + 1]!]
    const ids = encoded.tokens.subarray(start, end)
    const tokens = Array.from(ids, (id, i) =>
      words ? (words[texts.tokens[start + i]!] ?? '[unknown]') : `${id}`,
    )
    const row = answers.probabilities.subarray(index * labels.length, (index + 1) * labels.length)
    const told = await explain(classifier, { tokens, ids }, row, labels.indexOf(predicted), wordsShown)
    explained.push({
      ...mistake,
      words: told.tokens.map(({ token, known, contribution }) => ({ text: token, known, contribution })),
      more: ids.length - told.tokens.length,
    })
  }
  return explained
}

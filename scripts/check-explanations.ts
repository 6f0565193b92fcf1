/**
 *     npx tsx scripts/check-explanations.ts [MODEL] [TEXTS]
 *
 * Whether explanations add up: the largest difference between the log-odds of an answer and the sum of bias and contributions, over
 * official test reviews, each whole, its first sentence and its first word, by a model. Exits with 1 above 1e-4.
 */
import { testReviewTexts } from '../bench/data.ts'
import { load } from '../src/index.ts'

const [model, wanted = '2000'] = process.argv.slice(2)
await using classifier = await load(model)
const reviews = (await testReviewTexts()).slice(0, Math.ceil(Number(wanted) / 3))
const texts = reviews
  .flatMap(review => [review, review.split('.')[0]!, review.split(' ')[0]!])
  .slice(0, Number(wanted))
let largest = 0
let misplaced = 0
for await (const { text, label, probabilities, explanation } of classifier.predictAll(texts, {
  explain: true,
})) {
  const { bias, tokens, rest, against } = explanation
  const sum =
    tokens.reduce((total, { contribution }) => total + contribution, bias) + (rest?.contribution ?? 0)
  const p = (name: string) => probabilities.find(each => each.label === name)!.probability
  // What is printed has seven digits; of a probability near 0 or 1 they say little of its log-odds.
  if (Math.min(p(label), p(against)) > 1e-3)
    largest = Math.max(largest, Math.abs(sum - Math.log(p(label) / p(against))))
  largest = Math.max(largest, Math.abs(sum - explanation.logOdds))
  misplaced += tokens.filter(({ start, end }) => start === end || text.slice(start, end).trim() === '').length
}
console.log(
  JSON.stringify({ texts: texts.length, largestDifference: largest, tokensWithoutPlace: misplaced }),
)
process.exitCode = largest > 1e-4 ? 1 : 0

/**
 *     npx tsx bench/explanation.ts [MODEL] [REVIEWS]
 *
 * Whether the shares of an explanation point at the cause: against deletion. Each word of a review is left out in turn; what the
 * log-odds of the answer lose by it is what the word did. The rank correlation (Spearman) of a review's shares with that, and how
 * many of the five strongest words by deletion are among the five strongest shares; means over reviews of 60 to 120 tokens from
 * the official test texts, drawn by a seed.
 */

import { Classifier } from '../src/model/classifier.ts'
import { explain } from '../src/model/explanation.ts'
import { mostProbable } from '../src/model/probabilities.ts'
import { Random } from '../src/random.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { defaults } from '../src/settings/table.ts'
import { findModel } from '../src/storage/model-choice.ts'
import { readModel } from '../src/storage/tensor-file.ts'
import type { TokenSequences } from '../src/text/sequences.ts'
import { testReviewTexts } from './data.ts'

const [model, wanted = '500'] = process.argv.slice(2)
const classifier = await Classifier.open(
  await readModel((await findModel(model)).path),
  defaults(runSettingTable),
)
const reviews = await reviewsOf(Number(wanted))
const correlations: number[] = []
const common: number[] = []
for (const tokens of reviews) {
  const variants = withEachLeftOut(Int32Array.from(tokens.keys()))
  const encoded = classifier.encodeTokens(variants, tokens)
  const rows = await classifier.probabilities(encoded)
  const ids = encoded.tokens.subarray(0, tokens.length)
  const label = mostProbable(rows.subarray(0, 2), 2)[0]!
  const logOdds = (n: number) => Math.log(rows[2 * n + label]! / rows[2 * n + 1 - label]!)
  const deleted = tokens.map((_, i) => logOdds(0) - logOdds(i + 1))
  const { tokens: told } = await explain(classifier, { tokens, ids }, rows.subarray(0, 2), label)
  const shares = told.map(({ contribution }) => contribution)
  correlations.push(correlation(ranks(shares), ranks(deleted)))
  const five = strongest(shares)
  common.push(strongest(deleted).filter(index => five.includes(index)).length)
}
await classifier.dispose()
console.log(
  JSON.stringify({
    reviews: correlations.length,
    rankCorrelation: mean(correlations),
    ofFiveStrongest: mean(common),
  }),
)

async function reviewsOf(count: number): Promise<string[][]> {
  const texts = await testReviewTexts()
  const found: string[][] = []
  for (const index of new Random(1).permutation(texts.length)) {
    const tokens = classifier.tokens(texts[index]!)
    if (tokens.length >= 60 && tokens.length <= 120) found.push(tokens)
    if (found.length === count) break
  }
  return found
}

/** The text, and after it the text without its word 0, 1, ... */
function withEachLeftOut(text: Int32Array): TokenSequences {
  const T = text.length
  const texts = [text, ...Array.from(text, (_, i) => text.filter((_, t) => t !== i))]
  return {
    tokens: Int32Array.from(texts.flatMap(each => [...each])),
    offsets: Int32Array.from({ length: T + 2 }, (_, n) => (n === 0 ? 0 : T + (n - 1) * (T - 1))),
  }
}

/** The rank of each value, ascending. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const result = new Array<number>(values.length)
  order.forEach((index, rank) => {
    result[index] = rank
  })
  return result
}

function strongest(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => Math.abs(values[b]!) - Math.abs(values[a]!))
  return order.slice(0, 5)
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)]
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number) =>
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i]! - my), 0)
  return product(a, meanA, b, meanB) / Math.sqrt(product(a, meanA, a, meanA) * product(b, meanB, b, meanB))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

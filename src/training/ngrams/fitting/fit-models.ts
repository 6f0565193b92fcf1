/** Linear models that are learned from some of the texts and score others. No model knows of another: each can be fitted in a thread of its own. */

import { scoreColumns } from '../../../model/ngram-part.ts'
import type { CountedNgrams, NgramRows } from '../../../text/ngram-counting.ts'
import { isOfCharacters } from '../../../text/ngrams.ts'
import { fitRegression, type Regression, type RegressionProblem, scoresOf } from '../logistic-regression.ts'
import { rarityScales, ratioScales, totalsOf } from '../ngram-scales.ts'

/** What all models are fitted to. */
export interface FitData {
  readonly classes: number
  /** [n] class indices */
  readonly labels: Int32Array
  /** [n] how much each text counts; undefined: each 1. */
  readonly weights: Float64Array | undefined
  readonly counted: CountedNgrams
  /** The n-grams that are weighed by rarity. */
  readonly rare: NgramSubset
  /** Of rarity: 1, or 1.5, by which what is rare is larger still. */
  readonly power: 1 | 1.5
  /** [n] the factor on the sum over a text's n-grams. */
  readonly lengths: Float64Array
  /** A model is done when its gradient is this share of the first. */
  readonly gradientShare: number
}

/** Some of the n-grams, numbered anew from 0. */
interface NgramSubset {
  readonly rows: NgramRows
  /** The numbers that they had. */
  readonly numbers: Int32Array
}

/** Models to fit, one from where the other has come to: by ratios with each C, ascending, and by counts; or by rarity with each C. */
export interface FitJob {
  readonly by: 'ratios' | 'rarity'
  readonly Cs: readonly number[]
  /** Texts to learn from. */
  readonly learned: Int32Array
  /** Texts to score then. */
  readonly judged: Int32Array
  /** The solution of a model of other texts, from which the first starts; undefined: from 0. */
  readonly start?: Float64Array | undefined
}

export interface FittedModel extends Pick<Regression, 'weights' | 'bias' | 'gradientShare'> {
  readonly by: 'ratios' | 'rarity' | 'counts'
  /** Undefined of a model that is not solved for, the one by counts. */
  readonly solution?: Float64Array
  /** Of the texts judged, [judged.length, classes] row-major. */
  readonly scores: Float64Array
}

const maximumSteps = 200

/** @param breathe called before each model, and between two steps; may throw to end it all */
export async function fitModels(
  data: FitData,
  { by, Cs, learned, judged, start }: FitJob,
  breathe: () => Promise<void>,
): Promise<FittedModel[]> {
  const { counted, classes, labels, weights, lengths, gradientShare } = data
  const columns = scoreColumns(classes)
  await breathe()
  const { rows, numbers } = by === 'rarity' ? data.rare : everything(counted)
  const counts = classCounts(data, learned)
  const scales =
    by === 'ratios'
      ? ratioScales(counted, counts, classes, columns)
      : rarityScales(
          counted,
          numbers,
          totalsOf(counts, classes),
          totalWeight(learned, weights),
          columns,
          data.power,
        )
  const problem: Omit<RegressionProblem, 'C'> = {
    ...{ rows, texts: learned, labels, weights, lengths, classes, scales },
    features: numbers.length,
  }
  const scored = <Model extends Pick<Regression, 'weights' | 'bias'>>(model: Model) => ({
    ...model,
    scores: ofClasses(scoresOf({ rows, lengths }, judged, model), classes),
  })
  const models: FittedModel[] = []
  for (const C of Cs) {
    const from = models.at(-1)?.solution ?? start
    const options = { gradientShare, maximumSteps, breathe, ...(from && { start: from }) }
    models.push({ by, ...scored(await fitRegression({ ...problem, C }, options)) })
  }
  if (by === 'ratios') {
    // Of thousands of classes scoring takes seconds as well.
    await breathe()
    const byCounts = { weights: scales, bias: new Float64Array(columns), gradientShare: 0 }
    models.push({ by: 'counts', ...scored(byCounts) })
  }
  return models
}

/** In how many of the texts, by their weights, of each class each n-gram is: [F, classes]. */
export function classCounts(
  {
    counted,
    labels,
    classes,
    weights,
  }: Pick<FitData, 'counted' | 'labels' | 'classes'> & Partial<Pick<FitData, 'weights'>>,
  indices: Int32Array,
): Float64Array {
  const { offsets, features } = counted.rows
  const counts = new Float64Array(counted.texts.length * classes)
  for (const text of indices) {
    const label = labels[text]!
    const weight = weights ? weights[text]! : 1
    for (let k = offsets[text]!; k < offsets[text + 1]!; k++)
      counts[features[k]! * classes + label]! += weight
  }
  return counts
}

/** All n-grams, as they are. */
export function everything({ rows, keys }: CountedNgrams): NgramSubset {
  return { rows, numbers: Int32Array.from(keys.high.keys()) }
}

function totalWeight(texts: Int32Array, weights: Float64Array | undefined): number {
  return weights ? texts.reduce((sum, text) => sum + weights[text]!, 0) : texts.length
}

/** N-grams of words, without pieces of words. */
export function wordsAlone(counted: CountedNgrams): NgramSubset {
  const all = everything(counted)
  const { keys, rows, kinds } = counted
  if (!kinds.characters) return all
  const numbers = all.numbers.filter(feature => !isOfCharacters(keys.high[feature]!))
  const newNumbers = new Int32Array(keys.high.length).fill(-1)
  for (const [number, old] of numbers.entries()) newNumbers[old] = number
  const offsets = new Int32Array(rows.offsets.length)
  const features = new Int32Array(rows.features.length)
  let length = 0
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let k = rows.offsets[i]!; k < rows.offsets[i + 1]!; k++) {
      const number = newNumbers[rows.features[k]!]!
      if (number >= 0) features[length++] = number
    }
    offsets[i + 1] = length
  }
  return { rows: { offsets, features: features.slice(0, length) }, numbers }
}

/** Scores of all classes, [n, classes]: of two classes the first one's is 0. */
export function ofClasses(columns: Float64Array, classes: number): Float64Array {
  if (classes !== 2) return columns
  return Float64Array.from({ length: 2 * columns.length }, (_, i) =>
    i % 2 === 0 ? 0 : columns[(i - 1) / 2]!,
  )
}

/** What a model of these texts can be expected to get right: now, and with twice as many. */
import { hashesOf, salted } from '../data/fingerprint.ts'
import { classSizes, select } from '../data/split.ts'
import { NgramScorer, scoreColumns } from '../model/ngram-part.ts'
import type { Sequences } from '../text/sequences.ts'
import { dealFolds } from '../training/folds.ts'
import { fitNgrams, type NgramFitOptions } from '../training/ngram-fit.ts'
import { exp, log } from '../transcendental.ts'
import type { OutOfFold } from './label-errors.ts'

/** Shares of texts that are answered right, in [0, 1]. */
export interface Outlook {
  /** By the most frequent label. */
  readonly majority: number
  /** By n-grams, of texts that they have not seen. */
  readonly ngrams: number
  /** How many texts that is of. */
  readonly heldOut: number
  /** By n-grams of a part of the texts, `texts` of them, on the same `heldOut` others; none where there are too few. */
  readonly curve: readonly { readonly texts: number; readonly accuracy: number; readonly heldOut: number }[]
  /** What twice the texts would bring, errors falling from those of `ngrams` as along the curve; undefined without one. */
  readonly doubled?: number
}

type CurvePoint = Outlook['curve'][number]
type Breathe = (share: number) => Promise<void>

/** What n-grams say of all texts by folds, and what of them each point of the learning curve; each may be computed by itself. */
interface Judging {
  readonly majority: number
  ofAll(breathe: Breathe): Promise<Judged>
  /** By ascending numbers of texts; undefined where too few have labels. */
  readonly points: readonly ((breathe: Breathe) => Promise<CurvePoint | undefined>)[]
}

/** What n-grams say of the training texts by folds, and what those of all of these say of the test texts. */
interface Judged {
  readonly accuracy: number
  readonly outOfFold: OutOfFold
  readonly ofTest?: OutOfFold
}

/** Scores that are kept at once: one for each text and label. */
const mostScores = 1 << 26
/** Tokens up to which pieces of words, and a fitted model beside counts, take seconds. */
const little = { characters: 500_000, fitted: 3_000_000, pairs: 10_000_000 }
const folds = 5
const mostHeldOut = 10_000
/** With fewer texts an eighth of them is none. */
const fewestForCurve = 100
const salt = 1

/** @returns undefined where there are too many texts and labels, or too few, for it */
export function judgingOf(
  train: Sequences,
  test: Sequences | undefined,
  words: readonly string[],
  classes: number,
): Judging | undefined {
  const texts = train.labels.length
  if ((texts + (test?.labels.length ?? 0)) * classes > mostScores || texts < 2 * folds || classes < 2)
    return undefined
  const options = fitOptions(train, classes)
  return {
    majority: Math.max(...classSizes(train.labels)) / texts,
    async ofAll(breathe) {
      const fit = { ...options, folds: { dealt: folds, scored: folds }, breathe }
      const { accuracy, heldOut, scores, part } = await fitNgrams(train, words, fit)
      const outOfFold = { heldOut, logs: logSoftmax(scores, classes) }
      if (!test) return { accuracy, outOfFold }
      const logs = logSoftmax(scoresOn(test, words, new NgramScorer(part), classes), classes)
      return { accuracy, outOfFold, ofTest: { heldOut: Int32Array.from(test.labels.keys()), logs } }
    },
    points: learningCurve(train, words, options),
  }
}

/** @param all accuracy of n-grams on how many texts, @param curve with what could not be computed left out */
export function outlookOf(
  majority: number,
  all: { readonly accuracy: number; readonly heldOut: number },
  curve: Outlook['curve'],
): Outlook {
  const gain = falling(curve)
  return {
    ...{ majority, ngrams: all.accuracy, heldOut: all.heldOut, curve },
    ...(gain !== undefined && { doubled: 1 - (1 - all.accuracy) * gain }),
  }
}

function fitOptions({ tokens }: Sequences, classes: number): Omit<NgramFitOptions, 'folds' | 'breathe'> {
  const work = tokens.length * scoreColumns(classes)
  return {
    classes,
    kinds: {
      words: tokens.length > little.pairs ? 1 : 2,
      characters: work <= little.characters ? [3, 6] : undefined,
    },
    minimum: 2,
    maximum: Math.min(250_000, Math.floor((1 << 22) / scoreColumns(classes))),
    models: work <= little.fitted ? 'ratios' : 'counts',
    salt,
  }
}

function learningCurve(
  train: Sequences,
  words: readonly string[],
  options: Omit<NgramFitOptions, 'folds' | 'breathe'>,
): Judging['points'] {
  if (train.labels.length < fewestForCurve) return []
  const hashes = hashesOf(train, words)
  const foldOf = dealFolds(train.labels, hashes, folds, salt)
  const order = Int32Array.from(hashes.keys()).sort(
    (a, b) => salted(hashes[a]!, salt) - salted(hashes[b]!, salt) || a - b,
  )
  const test = select(train, order.filter(index => foldOf[index] === 0).slice(0, mostHeldOut))
  const others = order.filter(index => foldOf[index] !== 0)
  return [1 / 8, 1 / 4, 1 / 2, 1].map(part => async (breathe: Breathe) => {
    const texts = Math.round(others.length * part)
    const some = select(train, others.slice(0, texts))
    if (classSizes(some.labels).filter(size => size > 0).length < 2) return undefined
    const fit = await fitNgrams(some, words, { ...options, folds: { dealt: folds, scored: 1 }, breathe })
    const scores = scoresOn(test, words, new NgramScorer(fit.part), options.classes)
    const accuracy = shareRight(scores, test.labels, options.classes)
    return { texts, accuracy, heldOut: test.labels.length }
  })
}

/** [texts, classes] row-major */
function scoresOn(
  { tokens, offsets, labels }: Sequences,
  words: readonly string[],
  scorer: NgramScorer,
  classes: number,
): Float64Array {
  scorer.learn(words)
  const scores = new Float64Array(labels.length * classes)
  for (const text of labels.keys()) {
    scores.set(scorer.scores(tokens.subarray(offsets[text], offsets[text + 1])), text * classes)
  }
  return scores
}

function shareRight(scores: Float64Array, labels: Int32Array, classes: number): number {
  let right = 0
  for (const [text, label] of labels.entries()) {
    const row = scores.subarray(text * classes, (text + 1) * classes)
    if (row.indexOf(Math.max(...row)) === label) right++
  }
  return right / Math.max(1, labels.length)
}

/**
 * What twice the texts leave of the errors, in (0, 1]: these fall as a power of the number of texts (J. Hestness et al., 2017), by the
 * line through their logarithms.
 */
function falling(curve: Outlook['curve']): number | undefined {
  if (curve.length < 3) return undefined
  const points = curve.map(({ texts, accuracy }) => [log(texts), log(Math.max(1e-4, 1 - accuracy))] as const)
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const slope =
    points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) /
    points.reduce((sum, [a]) => sum + (a - x) * (a - x), 0)
  return 2 ** Math.min(0, slope)
}

function logSoftmax(scores: Float64Array, classes: number): Float64Array {
  const logs = scores.slice()
  for (let start = 0; start < logs.length; start += classes) {
    const row = logs.subarray(start, start + classes)
    const largest = row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
    const sum = row.reduce((total, score) => total + exp(score - largest), 0)
    for (let c = 0; c < classes; c++) row[c]! -= largest + log(sum)
  }
  return logs
}

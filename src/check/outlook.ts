/** What a model of these texts can be expected to get right: now, and with twice as many. */
import { hashesOf, salted } from '../data/fingerprint.ts'
import { classSizes, select } from '../data/split.ts'
import { scoreColumns } from '../model/ngram-part.ts'
import type { Sequences } from '../text/sequences.ts'
import { dealFolds } from '../training/folds.ts'
import { log } from '../transcendental.ts'
import {
  type Breathe,
  type Judge,
  type Judged,
  type JudgeOptions,
  judgeByFits,
  type TextsToJudge,
} from './judge.ts'
import { judgeByCounts } from './judge-by-counts.ts'
import { doubtsOf, ofOneLabel } from './label-errors.ts'

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

/** What n-grams say of all texts by folds, and what of them each point of the learning curve; each may be computed by itself. */
export interface Judging {
  readonly majority: number
  ofAll(breathe: Breathe): Promise<Judged>
  /** By ascending numbers of texts; undefined where too few have labels. */
  readonly points: readonly ((breathe: Breathe) => Promise<CurvePoint | undefined>)[]
}

/** Scores that are computed at most, one for each text and label: with more it would take minutes. */
const mostScores = 1 << 26
/** Scores that are kept at once; with more texts and labels n-grams judge text by text, by counts alone. */
const mostAtOnce = 1 << 22
/** Tokens up to which pieces of words, and a fitted model beside counts, take seconds. */
const little = { characters: 500_000, fitted: 3_000_000, pairs: 10_000_000 }
const folds = 5
const mostHeldOut = 10_000
/** With fewer texts an eighth of them is none. */
const fewestForCurve = 100
const salt = 1

/**
 * @param one [classes] which label each is meant to be
 * @param threads that fit n-grams at the same time, at most
 * @returns undefined where there are too many texts and labels, or too few, for it
 */
export function judgingOf(
  train: Sequences,
  test: Sequences | undefined,
  words: readonly string[],
  one: Int32Array,
  threads: number,
): Judging | undefined {
  const classes = one.length
  const texts = train.labels.length
  const scores = (texts + (test?.labels.length ?? 0)) * classes
  if (scores > mostScores || texts < 2 * folds || classes < 2) return undefined
  const options = fitOptions(train, classes, threads)
  const judge =
    scores > mostAtOnce
      ? judgeByCounts(words, options, folds, mostAtOnce)
      : judgeByFits(words, options, folds)
  const judged = (texts: Sequences): TextsToJudge => {
    const meant = texts.labels.map(label => one[label]!)
    return { texts, doubtsOf: outOfFold => doubtsOf(ofOneLabel(outOfFold, one), meant, classes) }
  }
  return {
    majority: Math.max(...classSizes(train.labels)) / texts,
    ofAll: breathe => judge.all(judged(train), test && judged(test), breathe),
    points: learningCurve(train, words, judge),
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

function fitOptions({ tokens }: Sequences, classes: number, threads: number): JudgeOptions {
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
    threads,
  }
}

function learningCurve(train: Sequences, words: readonly string[], judge: Judge): Judging['points'] {
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
    return { texts, accuracy: await judge.accuracy(some, test, breathe), heldOut: test.labels.length }
  })
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

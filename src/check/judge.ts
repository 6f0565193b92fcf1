/** N-grams that judge texts which they have not learned from. */
import { NgramScorer } from '../model/ngram-part.ts'
import { mostProbable } from '../model/probabilities.ts'
import type { Sequences } from '../text/sequences.ts'
import { fitNgrams, type NgramFitOptions } from '../training/ngrams/ngram-fit.ts'
import { exp, log } from '../transcendental.ts'
import type { Doubts, OutOfFold } from './label-errors.ts'

export type Breathe = (share: number) => Promise<void>

/** Texts, and what is wanted of the probabilities of their labels. */
export interface TextsToJudge {
  readonly texts: Sequences
  doubtsOf(judged: OutOfFold): Doubts
}

/** What n-grams say of the training texts by folds, and what those of all of these say of the test texts. */
export interface Judged {
  readonly accuracy: number
  readonly doubts: Doubts
  readonly ofTest?: Doubts
}

export interface Judge {
  all(train: TextsToJudge, test: TextsToJudge | undefined, breathe: Breathe): Promise<Judged>
  /** The share of `test` that is answered right by what was learned from `train`. */
  accuracy(train: Sequences, test: Sequences, breathe: Breathe): Promise<number>
}

export type JudgeOptions = Omit<NgramFitOptions, 'folds' | 'breathe'>

/** As a training fits its n-grams. @param folds into which training texts are dealt */
export function judgeByFits(words: readonly string[], options: JudgeOptions, folds: number): Judge {
  const { classes } = options
  return {
    async all(train, test, breathe) {
      const fit = { ...options, folds: { dealt: folds, scored: folds }, breathe }
      const { accuracy, heldOut, scores, part } = await fitNgrams(train.texts, words, fit)
      const doubts = train.doubtsOf({ heldOut, logs: logSoftmax(scores, classes) })
      if (!test) return { accuracy, doubts }
      const logs = logSoftmax(scoresOn(test.texts, words, new NgramScorer(part), classes), classes)
      return {
        ...{ accuracy, doubts },
        ofTest: test.doubtsOf({ heldOut: Int32Array.from(test.texts.labels.keys()), logs }),
      }
    },
    async accuracy(train, test, breathe) {
      const fit = { ...options, folds: { dealt: folds, scored: 1 }, breathe }
      const { part } = await fitNgrams(train, words, fit)
      const scores = scoresOn(test, words, new NgramScorer(part), classes)
      return rightOf(scores, test.labels, classes) / Math.max(1, test.labels.length)
    },
  }
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

/** How many rows of scores are highest at their label; of equal ones the first. */
export function rightOf(scores: Float64Array, labels: Int32Array, classes: number): number {
  return mostProbable(scores, classes).filter((best, text) => best === labels[text]).length
}

export function logSoftmax(scores: Float64Array, classes: number): Float64Array {
  const logs = scores.slice()
  for (let start = 0; start < logs.length; start += classes) {
    const row = logs.subarray(start, start + classes)
    const largest = row.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY)
    const logSum = largest + log(row.reduce((total, score) => total + exp(score - largest), 0))
    for (let c = 0; c < classes; c++) row[c]! -= logSum
  }
  return logs
}

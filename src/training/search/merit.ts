/** Which of a search's trials is the best, as far as that is beyond chance. */
import { gainOver, type Judgement, standardErrorsWanted } from './judgement.ts'

/** How good a trial is: by all texts that it held out, and, where these are more, by those that a network is judged by. */
export interface Judgements {
  readonly all: Judgement
  readonly fewer?: Judgement
}

export interface Candidate {
  readonly trial: number
  readonly judged: Judgements
  /** The same by the cost; undefined where a search of before had no such figures. */
  readonly judgedByCost?: Judgements | undefined
}

/**
 * The best of the trials that keep the bounds. Each beginning as it is usual is compared with the first of them, which is what is done
 * without a search: they are few, each was seen to help many other texts, and so better at all is enough. What was drawn is compared with the
 * best of these, and has to be better beyond chance: of many that differ by chance alone one looks best.
 *
 * @param beginnings so many trials, from 0 on, change nothing of what is usual
 */
export function bestTrial<Trial extends Candidate>(
  trials: readonly Trial[],
  beginnings: number,
): Trial | undefined {
  const first = trials.find(({ trial }) => trial === 0)
  if (!first) return trials.toSorted((a, b) => badness(a) - badness(b) || a.trial - b.trial)[0]
  const usual = bestOver(
    first,
    trials.filter(({ trial }) => trial > 0 && trial < beginnings),
    gainAtBoth,
  )
  return bestOver(
    usual,
    trials.filter(({ trial }) => trial >= beginnings),
    meritOver,
  )
}

function badness({ judged }: Candidate): number {
  return judged.all.badness
}

/** The one with the most merit over a trial, or that one itself. */
function bestOver<Trial extends Candidate>(
  reference: Trial,
  others: readonly Trial[],
  meritBy: (reference: Candidate, other: Candidate) => number | undefined,
): Trial {
  const [best] = others
    .flatMap(trial => {
      const merit = meritBy(reference, trial)
      return merit === undefined ? [] : [{ trial, merit }]
    })
    .sort((a, b) => b.merit - a.merit || a.trial.trial - b.trial.trial)
  return best?.trial ?? reference
}

/** By how much a trial is better, where the metric and the cost both say so; undefined elsewhere. */
function gainAtBoth(reference: Candidate, other: Candidate): number | undefined {
  const { gain } = gained(reference.judged, other.judged, other)
  const byCost =
    reference.judgedByCost && other.judgedByCost
      ? gained(reference.judgedByCost, other.judgedByCost, other).gain
      : gain
  return gain > 0 && byCost > 0 ? gain : undefined
}

/**
 * By how much a trial is better than another one, where that is beyond chance, the number of trials allowed for; undefined elsewhere. Beyond
 * chance has to be what the metric says, or, where that says better at all, the cost: the cost knows how unsure each answer was, and so
 * tells from some hundred texts what right and wrong answers tell from thousands. What is sure of it is no merit of its own: n-grams
 * alone are judged by more texts than a network, which would win by that.
 */
export function meritOver(reference: Candidate, other: Candidate): number | undefined {
  const { gain, forSure } = gained(reference.judged, other.judged, other)
  if (forSure > 0) return gain
  if (gain <= 0 || !reference.judgedByCost || !other.judgedByCost) return undefined
  return gained(reference.judgedByCost, other.judgedByCost, other).forSure > 0 ? gain : undefined
}

/** By how much one looks better than another, on the texts that both were judged by. */
export function gainOnSame(reference: Candidate, other: Candidate): number {
  return gained(reference.judged, other.judged, other).gain
}

function gained(reference: Judgements, other: Judgements, { trial }: Candidate) {
  const one = (reference.all.texts > other.all.texts && reference.fewer) || reference.all
  const fewer = (other.all.texts > reference.all.texts && other.fewer) || other.all
  const { gain, error } = gainOver(one, fewer)
  return { gain, forSure: gain - standardErrorsWanted(trial) * error }
}

/** Which of a search's trials is better than the first by more than chance. */
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
 * By how much a trial is better than the first, where that is beyond chance, the number of trials allowed for; undefined elsewhere. Beyond
 * chance has to be what the metric says, or, where that says better at all, the cost: the cost knows how unsure each answer was, and so
 * tells from some hundred texts what right and wrong answers tell from thousands. What is sure of it is no merit of its own: n-grams
 * alone are judged by more texts than a network, which would win by that.
 */
export function meritOver(first: Candidate, other: Candidate): number | undefined {
  const { gain, forSure } = gained(first.judged, other.judged, other)
  if (forSure > 0) return gain
  if (gain <= 0 || !first.judgedByCost || !other.judgedByCost) return undefined
  return gained(first.judgedByCost, other.judgedByCost, other).forSure > 0 ? gain : undefined
}

function gained(first: Judgements, other: Judgements, { trial }: Candidate) {
  const one = (first.all.texts > other.all.texts && first.fewer) || first.all
  const fewer = (other.all.texts > first.all.texts && other.fewer) || other.all
  const { gain, error } = gainOver(one, fewer)
  return { gain, forSure: gain - standardErrorsWanted(trial) * error }
}

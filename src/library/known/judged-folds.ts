/** Two ways of training against each other: what they answer to folds of the texts, until these say for sure which is better. */
import { metricNamed } from '../../evaluation/metric.ts'
import { joinedArrays } from '../../joined-arrays.ts'
import type { HeldOut } from '../../model/model.ts'
import type { Fold } from '../../training/prepare.ts'
import { gainOver, type Judgement, judged, standardErrorsWanted } from '../../training/search/judgement.ts'
import { percent } from '../../wording.ts'

/** Folds are judged until there are so many texts of them; and on to the larger number where chance may still decide. */
const judgedTexts = { least: 500, most: 1500 }
const folds = 5

/** How many folds are judged of so many texts, at least and at most. */
export function foldsToJudge(texts: number): { readonly least: number; readonly most: number } {
  const foldsOf = (judged: number) => Math.min(folds, Math.ceil((folds * judged) / texts))
  return { least: foldsOf(judgedTexts.least), most: foldsOf(judgedTexts.most) }
}

/** What both answer to as many folds as it takes to be sure, to `most` of them where it never is. */
export async function judgedByFolds(
  most: number,
  answersTo: (fold: Fold) => Promise<readonly [before: HeldOut, after: HeldOut]>,
  judge: (before: HeldOut, after: HeldOut) => Verdict,
): Promise<{ readonly before: HeldOut; readonly after: HeldOut; readonly verdict: Verdict }> {
  let [before, after] = [noAnswers, noAnswers]
  let verdict: Verdict = 'unsure'
  for (let index = 0; index < most && verdict === 'unsure'; index++) {
    const further = await answersTo({ index, of: folds })
    before = joinedAnswers(before, further[0])
    after = joinedAnswers(after, further[1])
    const isEnough = before.labels.length >= judgedTexts.least || index + 1 === most
    if (isEnough) verdict = judge(before, after)
  }
  return { before, after, verdict }
}

type Verdict = 'worth it' | 'not worth it' | 'unsure'

/**
 * Whether the answers are better by more than chance, and by enough; or whether only chance could make them so.
 *
 * @param least that it has to be better by, at the metric that is felt
 */
export function judgedGain(
  before: HeldOut,
  after: HeldOut,
  {
    metric,
    labels,
    least,
  }: { readonly metric: string; readonly labels: readonly string[]; readonly least: number },
): Verdict {
  const gainBy = (name: string) => {
    const [first, other] = [before, after].map(({ probabilities, labels: right }) =>
      judged(metricNamed(name, labels), probabilities, right),
    ) as [Judgement, Judgement]
    return gainOver(first, other)
  }
  const wantedGain = gainBy(metric)
  // Nobody feels a cost.
  const felt = gainBy(metric === 'cost' ? 'accuracy' : metric)
  const wanted = standardErrorsWanted(1)
  const isSure = [wantedGain, felt].some(({ gain, error }) => gain > wanted * error)
  if (isSure && wantedGain.gain > 0 && felt.gain >= least) return 'worth it'
  return felt.gain + wanted * felt.error < least ? 'not worth it' : 'unsure'
}

const noAnswers: HeldOut = { probabilities: new Float32Array(0), labels: new Int32Array(0) }

/** Those of the answers where there is a 1. @param wanted [n] */
export function onlyWhere(wanted: Float64Array, { probabilities, labels }: HeldOut): HeldOut {
  const classes = probabilities.length / labels.length
  return {
    probabilities: probabilities.filter((_, at) => wanted[Math.floor(at / classes)] === 1),
    labels: labels.filter((_, text) => wanted[text] === 1),
  }
}

function joinedAnswers(one: HeldOut, other: HeldOut): HeldOut {
  return {
    probabilities: joinedArrays(Float32Array, [one.probabilities, other.probabilities]),
    labels: joinedArrays(Int32Array, [one.labels, other.labels]),
  }
}

/** 'error 12.8 % instead of 16.5 % by n-grams alone' @param by what the answers before are */
export function compared(
  name: string,
  labels: readonly string[],
  before: HeldOut,
  after: HeldOut,
  by: string,
): string {
  const metric = metricNamed(name, labels)
  const [one, other] = [before, after].map(({ probabilities, labels }) => {
    const badness = metric.badness(probabilities, labels)
    return name === 'cost' ? badness.toFixed(3) : percent(name === 'accuracy' ? badness : 1 - badness)
  })
  return name === 'accuracy'
    ? `error ${other} instead of ${one} by ${by} alone`
    : `${name} ${other} instead of ${one}`
}

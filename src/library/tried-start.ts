/**
 * Whether `--preset auto` starts from the model that comes with the package: where the texts are few and in words that it knows, folds of
 * them decide. What it brings is measured against n-grams alone, since with so few texts a network from nothing adds 0 to 0.3 points to
 * these (bench/README.md); beside word vectors against n-grams with these, to which a network adds 0.1 to 0.7.
 */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { metricNamed } from '../evaluation/metric.ts'
import { joinedArrays } from '../joined-arrays.ts'
import type { HeldOut, Model } from '../model/model.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { TokenizerName } from '../text/tokenizers/tokenizer.ts'
import type { TrainingPart } from '../training/cross-validation.ts'
import type { NoticeEvent, ProgressEvent } from '../training/events.ts'
import { type Known, together } from '../training/known.ts'
import type { Planned } from '../training/plan.ts'
import { gainOver, type Judgement, judged, standardErrorsWanted } from '../training/search/judgement.ts'
import { shareDone } from '../training/share-done.ts'
import { type Allowance, secondsOf, workOf } from '../training/time-plan.ts'
import { counted, inSeconds, percent } from '../wording.ts'
import { fromModel } from './known-model.ts'
import { seenBy, triedModel, whyNotFrom } from './tried-model.ts'

/**
 * With fewer texts chance decides; with more, longer ones or very many classes it would take minutes, and they say enough themselves.
 */
const bounds = { leastTexts: 100, mostTexts: 20_000, mostTokens: 2_000_000, mostClasses: 20 }
/** Folds are judged until there are so many texts of them; and on to the larger number where chance may still decide. */
const judgedTexts = { least: 500, most: 1500 }
const folds = 5
/** Epochs from the model: most of what it brings is there after the first ones. */
const epochs = 3
/** What it has to bring: its network makes the model several times as large. A text in a hundred. */
const worthIt = 0.01
/** The share of the time that is left which the folds may take. */
const timeShare = 0.25

interface TriedOptions {
  readonly given: Partial<Hyperparameters>
  /** What is known without the model: word vectors, or nothing. */
  readonly named: Known
  /** The same where the training starts from a model, of whose words the vectors are wanted as well. */
  readonly vectorsBeside: (model: Model) => Promise<Known>
  /** The settings of a training of these texts, from nothing or from what is known. */
  readonly plannedFor: (known: Known) => Planned
  /** What the model of a training on all texts but a fold's answers to these. */
  readonly answer: (
    planned: Planned,
    known: Known,
    fold: Fold,
    onProgress: (part: TrainingPart, share: number) => void,
  ) => Promise<HeldOut>
  /** Undefined: as long as it takes. */
  readonly left: Allowance | undefined
  readonly tell: (event: NoticeEvent | ProgressEvent) => void
}

interface Fold {
  readonly index: number
  readonly of: number
}

/** What is known by the model, where it is worth it; and a line that says why, or why not. Undefined where it is not for such texts. */
export async function triedStart(
  corpus: TokenisedCorpus,
  { given, named, vectorsBeside, plannedFor, answer, left, tell }: TriedOptions,
): Promise<{ readonly known: Known; readonly reason: string } | undefined> {
  const texts = corpus.train.labels.length
  const tokens = corpus.train.tokens.length
  if (texts < bounds.leastTexts || texts > bounds.mostTexts || tokens > bounds.mostTokens) return undefined
  if (corpus.labelNames.length > bounds.mostClasses) return undefined
  const nothing = plannedFor(named)
  const { tokenizer, ngrams, metric } = nothing.hyperparameters
  const tried = ngrams ? await triedModel(undefined, given) : undefined
  if (!tried?.model.network || !readsAlike(corpus, tokenizer, tried.model)) return undefined
  const seen = seenBy(tried.model, corpus)
  const why = whyNotFrom(tried.model, corpus, seen, false)
  if (why === '') return undefined
  if (why !== undefined) return { known: named, reason: `no start from the ${tried.name} model: ${why}` }

  const taken = fromModel(tried.model, tried.name, corpus, () => {})
  const from = withSettings(plannedFor(together(taken, named)), ({ maxEpochs }) => ({
    maxEpochs: Math.min(maxEpochs, epochs),
  }))
  const alone = withSettings(nothing, () => ({ network: false }))
  const foldsOf = (judged: number) => Math.min(folds, Math.ceil((folds * judged) / texts))
  let mostFolds = foldsOf(judgedTexts.most)
  const work = workOf(corpus)
  const ofFold = secondsOf(work, from.hyperparameters) + secondsOf(work, alone.hyperparameters)
  if (left) {
    const least = foldsOf(judgedTexts.least)
    mostFolds = Math.min(mostFolds, Math.floor((timeShare * left.seconds * left.speed) / ofFold))
    if (mostFolds < least) {
      const time = `about ${inSeconds((least * ofFold) / left.speed)}, more than a quarter of the ${inSeconds(left.seconds)} that are left`
      return { known: named, reason: `no start from the ${tried.name} model: to try it would take ${time}` }
    }
  }
  tell({ event: 'notice', message: `trying a start from the ${tried.name} model (--from none: not)` })
  const known = together(taken, await vectorsBeside(tried.model))
  let spent = 0
  const answersTo = async (fold: Fold, planned: Planned, known: Known): Promise<HeldOut> => {
    const seconds = secondsOf(work, planned.hyperparameters)
    const done = shareDone(work, planned.hyperparameters)
    const answers = await answer(planned, known, fold, (part, share) =>
      tell({
        event: 'progress',
        phase: 'trying a start',
        share: (spent + seconds * done(part, share)) / (mostFolds * ofFold),
      }),
    )
    spent += seconds
    return answers
  }
  const { before, after, verdict } = await judgedByFolds(
    mostFolds,
    async fold => [await answersTo(fold, alone, named), await answersTo(fold, from, known)],
    (before, after) => verdictOn(before, after, { metric, labels: corpus.labelNames, seen }),
  )
  const figures = [...new Set(['accuracy', metric])].map(name =>
    compared(name, corpus.labelNames, before, after, named.vectors ? 'n-grams and word vectors' : 'n-grams'),
  )
  const told = `${figures.join(', ')}, on ${counted(before.labels.length, 'text')} held out`
  return verdict === 'worth it'
    ? { known, reason: `a start from the ${tried.name} model (--from none: from nothing): ${told}` }
    : { known: named, reason: `no start from the ${tried.name} model: ${told}` }
}

/** What both answer to as many folds as it takes to be sure, to `most` of them where it never is. */
async function judgedByFolds(
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
 * @param seen share of the texts learned before: no merit
 */
function verdictOn(
  before: HeldOut,
  after: HeldOut,
  {
    metric,
    labels,
    seen,
  }: { readonly metric: string; readonly labels: readonly string[]; readonly seen: number },
): Verdict {
  const gainBy = (name: string) => {
    const [first, other] = [before, after].map(({ probabilities, labels: right }) =>
      judged(metricNamed(name, labels), probabilities, right),
    ) as [Judgement, Judgement]
    const { gain, error } = gainOver(first, other)
    return { gain: gain - seen * first.badness, error }
  }
  const { gain, error } = gainBy(metric)
  // Nobody feels a cost.
  const felt = gainBy(metric === 'cost' ? 'accuracy' : metric)
  const wanted = standardErrorsWanted(1)
  if (gain > wanted * error && felt.gain >= worthIt) return 'worth it'
  return felt.gain + wanted * felt.error < worthIt ? 'not worth it' : 'unsure'
}

const noAnswers: HeldOut = { probabilities: new Float32Array(0), labels: new Int32Array(0) }

function joinedAnswers(one: HeldOut, other: HeldOut): HeldOut {
  return {
    probabilities: joinedArrays(Float32Array, [one.probabilities, other.probabilities]),
    labels: joinedArrays(Int32Array, [one.labels, other.labels]),
  }
}

/** 'error 12.8 % instead of 16.5 % by n-grams alone' @param by what the answers before are */
function compared(
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

/** Whether a model cuts these texts into the tokens that they are cut into already. */
function readsAlike(
  { segmenter }: TokenisedCorpus,
  tokenizer: TokenizerName,
  { hyperparameters }: Model,
): boolean {
  // These two differ in scripts without blanks between words alone, and a corpus with such texts says what divided them.
  const same: readonly TokenizerName[] = segmenter === undefined ? ['words', 'words-2'] : []
  return (
    hyperparameters.tokenizer === tokenizer ||
    [tokenizer, hyperparameters.tokenizer].every(name => same.includes(name))
  )
}

function withSettings(
  { hyperparameters, reasons }: Planned,
  changes: (hyperparameters: Hyperparameters) => Partial<Hyperparameters>,
): Planned {
  return { hyperparameters: { ...hyperparameters, ...changes(hyperparameters) }, reasons }
}

/**
 * Whether `--preset auto` starts from the model that comes with the package: where the texts are few and in words that it knows, folds of
 * them decide. What it brings is measured against n-grams alone, since with so few texts a network from nothing adds 0 to 0.3 points to
 * these (bench/own-texts.md); beside word vectors against n-grams with these, to which a network adds 0.1 to 0.7.
 */
import type { TokenisedCorpus } from '../../data/corpus.ts'
import type { HeldOut, Model } from '../../model/model.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { TrainingPart } from '../../training/cross-validation.ts'
import type { NoticeEvent, ProgressEvent } from '../../training/events.ts'
import { type Known, together } from '../../training/known.ts'
import type { Planned } from '../../training/plan.ts'
import { type Fold, foldTexts } from '../../training/prepare.ts'
import { shareDone } from '../../training/share-done.ts'
import { type Allowance, secondsOf, workOf } from '../../training/time-plan.ts'
import { counted, inSeconds } from '../../wording.ts'
import { compared, foldsToJudge, judgedByFolds, judgedGain, onlyWhere } from './judged-folds.ts'
import { fromModel } from './known-model.ts'
import { learnedOf, newTo, readsAlike, triedModel, whyNotFrom } from './tried-model.ts'

/**
 * With fewer texts nothing can be held out; with more, longer ones or very many classes it would take minutes, and they say enough themselves.
 */
const bounds = { leastTexts: 8, mostTexts: 20_000, mostTokens: 2_000_000, mostClasses: 20 }
/** Epochs from the model: most of what it brings is there after the first ones. */
const epochs = 3
/**
 * What it has to bring, at the metric that is felt: its network makes the model several times as large; beside word vectors there is one
 * anyway, which brings about as much as is asked for there.
 */
const worthIt = { alone: 0.01, besideVectors: 0.005 }
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
  readonly threads: number
  readonly tell: (event: NoticeEvent | ProgressEvent) => void
}

/** What is known by the model, where it is worth it; and a line that says why, or why not. Undefined where it is not for such texts. */
export async function triedStart(
  corpus: TokenisedCorpus,
  { given, named, vectorsBeside, plannedFor, answer, left, threads, tell }: TriedOptions,
): Promise<{ readonly known: Known; readonly reason: string } | undefined> {
  if (!isWithinBounds(corpus)) return undefined
  const nothing = plannedFor(named)
  const { tokenizer, ngrams, metric } = nothing.hyperparameters
  const tried = ngrams ? await triedModel(undefined, given) : undefined
  if (!tried?.model.network || !readsAlike(corpus, tokenizer, tried.model)) return undefined
  const isNew = newTo(tried.model, corpus)
  const seen = learnedOf(isNew) / isNew.length
  const why = whyNotFrom(tried.model, corpus, seen, false)
  if (why === '') return undefined
  const not = (reason: string) => ({
    known: named,
    reason: `no start from the ${tried.name} model: ${reason}`,
  })
  if (why !== undefined) return not(why)

  const taken = fromModel(tried.model, tried.name, corpus, () => {})
  const from = withSettings(plannedFor(together(taken, named)), ({ maxEpochs }) => ({
    maxEpochs: Math.min(maxEpochs, epochs),
  }))
  const alone = withSettings(nothing, () => ({ network: false }))
  const work = workOf(corpus, threads)
  const ofFold = secondsOf(work, from.hyperparameters) + secondsOf(work, alone.hyperparameters)
  const mostFolds = foldsInTime(work.texts, ofFold, left)
  if (typeof mostFolds === 'string') return not(mostFolds)

  tell({ event: 'notice', message: `trying a start from the ${tried.name} model (--from none: not)` })
  const known = together(taken, await vectorsBeside(tried.model))
  const least = named.vectors ? worthIt.besideVectors : worthIt.alone
  let spent = 0
  const answersTo = async (fold: Fold, planned: Planned, known: Known): Promise<HeldOut> => {
    const { heldOut } = foldTexts(corpus, planned.hyperparameters, fold)
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
    // What it has learned by heart is no merit.
    return onlyWhere(heldOut.pick(isNew), answers)
  }
  const { before, after, verdict } = await judgedByFolds(
    mostFolds,
    async fold => [await answersTo(fold, alone, named), await answersTo(fold, from, known)],
    (before, after) => judgedGain(before, after, { metric, labels: corpus.labelNames, least }),
  )
  const figures = [...new Set(['accuracy', metric])].map(name =>
    compared(name, corpus.labelNames, before, after, named.vectors ? 'n-grams and word vectors' : 'n-grams'),
  )
  const told = `${figures.join(', ')}, on ${counted(before.labels.length, 'text')} held out${seen > 0 ? ' that it has not learned from' : ''}`
  if (verdict !== 'worth it') return not(told)
  for (const message of taken.remarks ?? []) tell({ event: 'notice', message })
  return { known, reason: `a start from the ${tried.name} model (--from none: from nothing): ${told}` }
}

function isWithinBounds({ train: { labels, tokens }, labelNames }: TokenisedCorpus): boolean {
  const { leastTexts, mostTexts, mostTokens, mostClasses } = bounds
  const areFew = labels.length <= mostTexts && tokens.length <= mostTokens
  return areFew && labels.length >= leastTexts && labelNames.length <= mostClasses
}

/** Folds at most that judge so many texts in the time that they may take; where that is not enough, why. @param ofFold seconds of one */
function foldsInTime(texts: number, ofFold: number, left: Allowance | undefined): number | string {
  const { least, most } = foldsToJudge(texts)
  if (!left) return most
  const fitting = Math.min(most, Math.floor((timeShare * left.seconds * left.speed) / ofFold))
  if (fitting >= least) return fitting
  return `to try it would take about ${inSeconds((least * ofFold) / left.speed)}, more than a quarter of the ${inSeconds(left.seconds)} that are left`
}

function withSettings(
  { hyperparameters, reasons }: Planned,
  changes: (hyperparameters: Hyperparameters) => Partial<Hyperparameters>,
): Planned {
  return { hyperparameters: { ...hyperparameters, ...changes(hyperparameters) }, reasons }
}

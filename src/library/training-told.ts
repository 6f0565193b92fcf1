/** What a training tells people, line by line. */
import { variantsAmong } from '../data/notices.ts'
import type { FoldFigures } from '../model/model.ts'
import { listed } from '../printable.ts'
import type { EndEvent, MeasuredResult, StartEvent } from '../training/events.ts'
import type { FoldSummary } from '../training/fold-summary.ts'
import type { LoopEvent } from '../training/loop.ts'
import type { Earlier } from '../training/store.ts'
import {
  byteSize,
  counted,
  dataName,
  duration,
  grouped,
  partOf,
  percent,
  percentInterval,
} from '../wording.ts'
import type { PlannedTraining } from './plan-training.ts'

export function startLines(start: StartEvent): string[] {
  const { hyperparameters, labels, train, validation, test, vocabulary, update, epoch, source } = start
  return [
    `data        ${dataName(source?.data ?? 'rows')}, ${hyperparameters.tokenizer} tokenizer, labels ${listed(labels)}`,
    `texts       ${grouped(train)} train, ${grouped(validation)} validation, ${grouped(test)} test`,
    ...start.plan.map((line, i) => `${i === 0 ? 'auto' : ''}`.padEnd(12) + line),
    ...(hyperparameters.network
      ? [
          `model       ${counted(vocabulary, 'word')}, ${counted(hyperparameters.dimension, 'hidden unit')}, pooling ${hyperparameters.pooling}, ${hyperparameters.optimizer}`,
        ]
      : []),
    ...(start.ngrams
      ? [
          `n-grams     ${grouped(start.ngrams.features)}; error ${percent(1 - start.ngrams.accuracy)} on ${heldOutOf(start)}`,
        ]
      : []),
    `baseline    error ${percent(1 - start.majority)} on ${counted(train + validation, 'text')} without a model: the most frequent label for each`,
    ...(start.folds ? [`folds       ${foldsLine(start.folds)}; now all texts`] : []),
    ...(start.words ? [] : ['words       no --dictionary: the model will read word ids, but no text']),
    `engine      ${start.engine}, ${counted(start.threads, 'thread')}`,
    ...start.notices.map(({ severity, message }) => `${severity.padEnd(12)}${message}`),
    ...(update > 0 ? [`resumed     after update ${update} (epoch ${epoch})`] : []),
  ]
}

/** By what texts the n-grams were judged: all of them where each fold was held out in turn. */
export function heldOutOf({ ngrams, validation }: Pick<StartEvent, 'ngrams' | 'validation'>): string {
  const texts = ngrams?.heldOut ?? 0
  return `${counted(texts, 'text')} held out${texts > validation ? ' in turn' : ''}`
}

/** What a training would do. */
export function planLines(planned: PlannedTraining): string[] {
  const { hyperparameters, labels, train, validation, test, tokens, vocabulary, parameters } = planned
  const { ngrams, dimension, pooling, optimizer } = hyperparameters
  const folds = hyperparameters.folds > 0 ? `, after ${counted(hyperparameters.folds, 'fold')} of them` : ''
  return [
    `data        ${dataName(planned.source?.data ?? 'rows')}, ${hyperparameters.tokenizer} tokenizer, labels ${listed(labels)}`,
    `texts       ${grouped(train)} train, ${grouped(validation)} validation, ${grouped(test)} test, ${counted(tokens, 'token')}${folds}`,
    ...planned.plan.map((line, i) => `${i === 0 ? 'auto' : ''}`.padEnd(12) + line),
    ...(hyperparameters.network
      ? [
          `network     ${counted(vocabulary, 'word')}, ${counted(dimension, 'hidden unit')}, pooling ${pooling}, ${optimizer}: ${counted(parameters, 'parameter')}`,
        ]
      : []),
    ...(ngrams ? [`n-grams     ${grouped(planned.ngrams)} at most`] : []),
    ...planned.notices.map(({ severity, message }) => `${severity.padEnd(12)}${message}`),
    `time        about ${planned.seconds < 10 ? planned.seconds.toFixed(1) : grouped(Math.round(planned.seconds))} s at most after reading, by this machine's clock`,
    `model       about ${byteSize(planned.bytes)} at most`,
    'a dry run: nothing was trained or written',
  ]
}

export function foldLine({ fold, folds, train, examples, accuracy, macroF1 }: FoldFigures): string {
  return `fold ${fold} of ${folds}: trained on ${grouped(train)}, error ${percent(1 - accuracy)}, macro F1 ${percent(macroF1)} of ${counted(examples, 'text')}`
}

/** The means of all folds, with their standard deviations. */
export function foldsLine({ folds, accuracy, macroF1 }: FoldSummary): string {
  const spread = (mean: number, deviation: number) =>
    `${percent(mean)} (deviation ${(100 * deviation).toFixed(1)})`
  const error = spread(1 - accuracy.mean, accuracy.deviation)
  const texts = folds.reduce((sum, { examples }) => sum + examples, 0)
  return `${counted(folds.length, 'fold')}: error ${error}, macro F1 ${spread(macroF1.mean, macroF1.deviation)} of ${counted(texts, 'text')} held out in turn`
}

export function earlierLine(earlier: Earlier): string {
  return earlier.kept === 'all'
    ? `the earlier training is kept in ${earlier.path}`
    : 'the earlier training had saved no model; its history is removed'
}

/**
 * @param metric by which the best is found: told where it is not the error, which may fall while it rises
 * @param test how many test texts there are
 */
export function validationLine(
  event: Extract<LoopEvent, { event: 'validation' }>,
  { metric, test }: { readonly metric: string; readonly test: number },
): string {
  const { update, trainError, validationError, testError, best } = event
  const onTest = test > 0 ? `  test ${percent(testError)}` : ''
  const errors = `training ${percent(trainError)}  validation ${percent(validationError)}${onTest}`
  const by = metric === 'accuracy' ? '' : ` by ${metric}`
  return `update ${update}: error  ${errors}${best ? `  (best so far${by})` : ''}`
}

type UpdateEvent = Extract<LoopEvent, { event: 'update' }>

/** How fast a training is, and how far from its end. */
interface Pace {
  /** Updates a second. */
  readonly rate: number
  /** Updates, and seconds that are left, at most. */
  readonly updates: number
  readonly left: number
}

/** @param error of the validations so far, if there was one */
export function updateDetails(
  { update, epoch, cost }: UpdateEvent,
  { rate, updates, left }: Pace,
  error: string | undefined,
): string[] {
  return [
    `at most ${duration(left)} left`,
    ...(error === undefined ? [] : [`error ${error}`]),
    `epoch ${epoch}`,
    `update ${partOf(update, updates)}`,
    `cost ${cost.toFixed(4)}`,
    `${rate.toFixed(0)} updates/s`,
  ]
}

export function updateLine({ update, epoch, cost }: UpdateEvent, { rate }: Pick<Pace, 'rate'>): string {
  return `epoch ${epoch}  update ${update}  cost ${cost.toFixed(5)}  ${rate.toFixed(0)} updates/s`
}

const endings = {
  patience: 'stopped early',
  epochs: 'all epochs done',
  finished: 'finished',
  time: 'the time was up',
  fitted: 'fitted',
} as const satisfies Record<EndEvent['ending'], string>

export function endLines(start: StartEvent, end: EndEvent): string[] {
  const kept = start.keepsLast ? 'last' : 'best'
  const { ending, update, temperature } = end
  const why = endings[ending]
  return [
    ending === 'fitted'
      ? 'fitted; errors:'
      : `${why} after ${counted(update, 'update')}; errors with the ${kept} parameters:`,
    `              error   95 % interval      texts`,
    ...(['train', 'validation', 'test'] as const).map(split => resultLine(split, end[split])),
    ...(temperature === undefined
      ? []
      : [
          `scores divided by the temperature ${temperature.toFixed(3)}, which fits the validation texts best`,
        ]),
    ...(end.mixing
      ? [
          end.mixing.network === 0
            ? 'the network is left out: beside the n-grams it says nothing on held-out texts'
            : `mixed: ${end.mixing.network.toFixed(2)} of the network, ${end.mixing.ngrams.toFixed(2)} of the n-grams, which fits the validation texts best`,
        ]
      : []),
    ...(end.alone
      ? [
          `on ${counted(end.validation.examples, 'validation text')}: error ${percent(end.alone.network)} by the network alone, ${percent(end.alone.ngrams)} by the n-grams alone`,
        ]
      : []),
    ...(isNoBetter(start, end) ? [noBetterLine(start)] : []),
    ...unansweredLines(end.unanswered, start.labels),
  ]
}

/**
 * Whether the finished model is no better on texts held out than the most frequent label for each. N-grams are judged by all texts
 * that their folds held out in turn, a network by the validation texts: one that answers only one label there is no better, whatever
 * share these few texts have of it.
 */
function isNoBetter({ labels, majority, ngrams }: StartEvent, end: EndEvent): boolean {
  const byNgrams = ngrams !== undefined && ngrams.accuracy > majority
  if (end.ending === 'fitted') return !byNgrams
  const { validation, unanswered } = end
  if (byNgrams || validation.examples === 0) return false
  return unanswered.length >= labels.length - 1 || 1 - validation.error <= majority
}

function noBetterLine({ ngrams }: StartEvent): string {
  const more = ngrams ? 'more texts' : 'n-grams beside the network, more texts or more epochs'
  return `warning: no better than the baseline on texts held out: it takes ${more}, or labels that the texts tell`
}

/** A label that differs from another one only in its case is not rare, but written otherwise. */
function unansweredLines(unanswered: readonly string[], labels: readonly string[]): string[] {
  const variants = variantsAmong(unanswered, labels)
  const isVariant = new Set(variants)
  const rare = unanswered.filter(label => !isVariant.has(label))
  const line = (of: readonly string[], what: string) =>
    of.length === 0
      ? []
      : [`warning: never answered to a text held out, though some are of it: ${listed(of)} (${what})`]
  return [
    ...line(rare, '--class-weights balanced has rare labels count more'),
    ...line(
      variants,
      'another label differs from it only in case and the like: --merge-labels reads the two as one',
    ),
  ]
}

function resultLine(split: string, { examples, error, interval }: MeasuredResult): string {
  if (examples === 0) return `  ${split.padEnd(10)}      -   none held out`
  return `  ${split.padEnd(10)} ${percent(error).padStart(6)}   ${percentInterval(interval).padEnd(13)}${grouped(examples).padStart(11)}`
}

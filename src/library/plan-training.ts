/** What a training would do, told without doing it. */

import { fingerprintBytes } from '../data/fingerprint.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import type { Notice } from '../data/notices.ts'
import { featureCount, type Sizes } from '../engines/engine.ts'
import { toUtf8 } from '../formats/bytes.ts'
import { threadCount } from '../model/thread-count.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { Naming } from '../settings/table.ts'
import type { NoticeEvent, ProgressEvent } from '../training/events.ts'
import type { Known } from '../training/known.ts'
import { checkedTraining, type TrainOptions } from './checked-training.ts'
import type { CorpusFiles } from './read-corpus.ts'

/** What a training would be, as `planTraining` says it. */
export interface PlannedTraining {
  readonly event: 'plan'
  /** The files that the texts come from, where they come from files. */
  readonly source?: DataRequest
  /** Texts that would be trained on. */
  readonly train: number
  /** Texts that would be validated on. */
  readonly validation: number
  /** Texts that would be held out for testing. */
  readonly test: number
  /** Of all these texts. */
  readonly tokens: number
  /** The names of the classes. */
  readonly labels: readonly string[]
  /** All settings, as they were given or chosen. */
  readonly hyperparameters: Hyperparameters
  /** What was chosen for these texts, and why, a line each; where the preset chooses. */
  readonly plan: readonly string[]
  /** N-grams at most; 0 without them. */
  readonly ngrams: number
  /** V: rows of the embedding; 0 without a network. */
  readonly vocabulary: number
  /** Numbers of the network; 0 without one. */
  readonly parameters: number
  /** Of the model file, about; at most, since how many n-grams there are is not known before they are counted. */
  readonly bytes: number
  /** Seconds, about, on this machine as it is now; at most, since a training may end before its last epoch. */
  readonly seconds: number
  /** What would be left out of the data, and what is odd about it. */
  readonly notices: readonly Notice[]
  /** What was found, passed over or left out while it was read, a line each. */
  readonly remarks: readonly string[]
}

/**
 * Reads and checks the texts as `train` does, chooses the settings, and stops before anything is trained or written. Folds that decide
 * whether to start from the pretrained model are trained, since the settings hang on them.
 *
 * @param data rows, or what `readCorpus` gives
 * @param options as `train` takes them
 * @param tell is given how far the reading is, and what was found out about the data
 * @param nameOf how a setting is called in errors; its own name where it is left out
 * @throws LstmError what `train` throws before its first update
 * @example
 * ```ts
 * import { planTraining } from 'lstm'
 *
 * const rows = Array.from({ length: 40 }, (_, n) => ({ text: `film ${n}`, label: n % 2 ? 'odd' : 'even' }))
 * const { plan, seconds, bytes } = await planTraining(rows, { validationPortion: 0.2 })
 * console.log(plan, `${seconds.toFixed(1)} s`, `${bytes} bytes`)
 * ```
 */
export async function planTraining(
  data: LabelledRows | CorpusFiles,
  options: TrainOptions = {},
  tell: (event: ProgressEvent | NoticeEvent) => void = () => {},
  nameOf: Naming = name => name,
): Promise<PlannedTraining> {
  const checked = checkedTraining(data, options, nameOf)
  const { source, signal = new AbortController().signal } = checked
  const { folds } = checked.hyperparameters
  // Loaded when they are wanted, as by `train`.
  const { preparedTraining } = await import('./prepared-training.ts')
  const { corpus, planned, known } = await preparedTraining(checked, tell, signal)
  const { preparedFor, sizesFor, tokensIn } = await import('../training/session.ts')
  const { machineSpeed } = await import('../training/machine-speed.ts')
  const { secondsOf } = await import('../training/time-plan.ts')
  const { bytesOfNgram } = await import('../training/search/size-bound.ts')
  const { hyperparameters, reasons } = planned
  const { data: texts, vocabulary, vocabularySize, notices } = preparedFor(corpus, hyperparameters, known)
  const { labelNames: labels, train, test } = corpus
  const sizes = hyperparameters.network ? sizesFor(vocabularySize, labels.length, hyperparameters) : undefined
  const learned = [texts.train, texts.validation]
  const work = {
    texts: learned.reduce((sum, { size }) => sum + size, 0),
    tokens: learned.reduce((sum, split) => sum + tokensIn(split), 0),
    classes: labels.length,
    threads: threadCount(checked.settings),
  }
  const { ngrams, ngramFeatures, ngramWords, ngramCharacters } = hyperparameters
  // No more than stand in the texts.
  const pieces = ngramCharacters > 0 ? mostPieces * (corpus.words?.length ?? 0) : 0
  const counted = ngrams ? Math.min(ngramFeatures, ngramWords * work.tokens + pieces) : 0
  // Those of a model that it goes on from stand beside them.
  const features = counted + (ngrams ? (known.from?.ngrams?.keys.low.length ?? 0) : 0)
  const seconds = ((folds + 1) * secondsOf(work, hyperparameters)) / machineSpeed()
  const { minutes } = hyperparameters
  return {
    event: 'plan',
    ...(source && { source }),
    ...{ train: texts.train.size, validation: texts.validation.size, test: texts.test.size },
    tokens: train.tokens.length + (test?.tokens.length ?? 0),
    labels,
    hyperparameters,
    plan: reasons,
    ngrams: features,
    vocabulary: sizes?.vocabulary ?? 0,
    parameters: sizes ? parametersIn(sizes) : 0,
    bytes:
      bytesBesideNgrams(sizes, vocabulary?.words ?? [], work, hyperparameters, known) +
      features * bytesOfNgram(labels.length),
    seconds: minutes > 0 ? Math.min(seconds, 60 * minutes) : seconds,
    notices,
    remarks: [...(corpus.remarks ?? []), ...(known.remarks ?? [])],
  }
}

function parametersIn(sizes: Sizes): number {
  const { vocabulary: V, embedding: D, hidden: H, classes: C } = sizes
  return V * D + 4 * H * (D + H + 1) + C * (featureCount(sizes) + 1)
}

/** Pieces that a word has, about, at most. */
const mostPieces = 30
/** A name and a place for each tensor, settings, and the like. */
const otherBytes = 3_000
/** Of a fingerprint, or the answers to held-out texts, at most. */
const mostKept = 1 << 20

function bytesBesideNgrams(
  sizes: Sizes | undefined,
  words: readonly string[],
  { texts, classes }: { readonly texts: number; readonly classes: number },
  { fingerprint, heldOutAnswers }: Hyperparameters,
  { from }: Known,
): number {
  // The file's header is JSON, and the words are JSON in one of its values.
  const network = sizes ? 4 * parametersIn(sizes) + toUtf8(JSON.stringify(JSON.stringify(words))).length : 0
  const hashes = fingerprint ? Math.min(mostKept, fingerprintBytes(from?.fingerprint) + 8 * texts) : 0
  const answers = heldOutAnswers ? Math.min(mostKept, 4 * texts * (classes + 1)) : 0
  return otherBytes + network + hashes + answers
}

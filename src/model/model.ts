/** What a model is: its parts, labels, settings and where it comes from. The rest of the room makes answers of it. */
import type { Fingerprint } from '../data/fingerprint.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import type { ReadColumns } from '../data/reading.ts'
import type { Parameters, Sizes } from '../engines/engine.ts'
import { LstmError } from '../errors.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { Vocabulary } from '../text/vocabulary.ts'
import type { Cascade } from './cascade.ts'
import type { Distributions } from './distributions.ts'
import type { NgramPart } from './ngram-part.ts'
import type { Decision } from './rule.ts'

/** What a model is besides its parameters. */
export interface ModelDescription {
  /** Undefined for a model imported without its dictionary: it can read ids only. */
  readonly vocabulary: Vocabulary | undefined
  /** The names of the classes, in the order of their probabilities. */
  readonly labels: readonly string[]
  readonly hyperparameters: Hyperparameters
  readonly provenance: Provenance
  /** The texts it was trained on, by their contents; undefined where they are not known. */
  readonly fingerprint?: Fingerprint
}

/** Where a model comes from; nothing in it depends on when or on which machine it was made. */
export interface Provenance {
  /** The program and version that made it. */
  readonly producer: string
  readonly source?: DataRequest
  /** The columns that the texts and labels stood in, where they were read from a table. */
  readonly columns?: ReadColumns
  /** By whose dictionaries texts without blanks were divided into words, where it was trained on such texts: 'ICU 77.1'. */
  readonly segmenter?: string
  /** SHA-256 over the bytes of the data. */
  readonly digest?: string
  /** The word vectors that it started from. */
  readonly wordVectors?: KnownVectorsSource
  /** The texts without labels that it had words from. */
  readonly unlabelled?: UnlabelledSource
  /** The model that it went on from. */
  readonly from?: FormerModel
  /** Corrections that it has learned since. */
  readonly learned?: number
  /** The errors at the end of training with these parameters. */
  readonly results?: Results
  /** By what the scores of the trained model were divided (temperature.ts); U and b already are. */
  readonly temperature?: number
  /** How good models of the same settings were that were trained on all texts but a fold's, measured on these. */
  readonly folds?: readonly FoldFigures[]
  /** The factors of the mixture, which are in the parts already; 0 for a network that was left out. */
  readonly mixing?: { readonly network: number; readonly ngrams: number }
}

/** The model that a training went on from. */
export interface FormerModel {
  /** As it was named. */
  readonly model: string
  /** SHA-256 over what was taken from it. */
  readonly digest: string
  /** So many of the texts, for training or testing, it had learned from before: errors on texts held out may be too small. */
  readonly seen?: number
}

/** Texts without labels. */
export interface UnlabelledSource {
  /** As they were named. */
  readonly files: readonly string[]
  /** SHA-256 over their bytes. */
  readonly digest: string
  readonly texts: number
  readonly tokens: number
  /** Columns of the word vectors that were made of them. */
  readonly dimension: number
}

/** Word vectors made elsewhere. */
export interface KnownVectorsSource {
  /** The file or the package, as it was named. */
  readonly source: string
  /** SHA-256 over the vectors that were taken. */
  readonly digest: string
  /** Distinct words of the training texts, and how many of them have a vector. */
  readonly words: number
  readonly found: number
  /** The share of the texts' tokens, in [0, 1], that have one. */
  readonly share: number
  /** Words that are known from the vectors alone. */
  readonly extra: number
}

/**
 * Whether a model is what a training ended with, or one that no training of ours made, and not the best so far of a training
 * that was left, or still goes on.
 */
export function isFinished({ source, results }: Provenance): boolean {
  return source === undefined || results !== undefined
}

export interface Results {
  readonly updates: number
  readonly train: Result
  readonly validation: Result
  readonly test: Result
}

/** How good a model is that was trained on all texts but those of a fold, on these; shares in [0, 1]. */
export interface FoldFigures {
  /** 1..folds */
  readonly fold: number
  readonly folds: number
  /** Texts it was trained on, those that it was validated on included. */
  readonly train: number
  /** Texts it was measured on. */
  readonly examples: number
  readonly accuracy: number
  /** The mean over the classes that occur. */
  readonly macroF1: number
  readonly cost: number
  /** Classes that occur and are never answered. */
  readonly unanswered: readonly string[]
}

/** Of several values. */
export interface Spread {
  readonly mean: number
  /** The standard deviation, of a sample. */
  readonly deviation: number
}

export interface Result {
  readonly examples: number
  /** Share in [0, 1]. */
  readonly error: number
}

/**
 * What the official script saves of a training beside the parameters, by its names: `history_errs` [n, 2], the
 * errors on validation and test at each validation, and `train_err`, `valid_err` and `test_err`, single numbers, with
 * the parameters saved. Shares in [0, 1]; float64 where we made them.
 */
export const recordNames = ['train_err', 'valid_err', 'test_err', 'history_errs'] as const
export type TrainingRecord = Readonly<Partial<Record<(typeof recordNames)[number], FloatTensor>>>

export interface FloatTensor {
  /** [] for a single number. */
  readonly shape: readonly number[]
  readonly data: Float32Array | Float64Array
}

/** The part of a model that reads word by word: the official example's network. */
export interface Network {
  readonly sizes: Sizes
  readonly parameters: Parameters
}

/** What a finished model answers to texts held out of its training, all of them or an even part: by these thresholds are found. */
export interface HeldOut {
  /** [n, classes] row-major */
  readonly probabilities: Float32Array
  /** [n] */
  readonly labels: Int32Array
  /** Which texts these are: said right after a training, and in no file. */
  readonly texts?: HeldOutTexts
}

export interface HeldOutTexts {
  /** [n] In the corpus. */
  readonly places: Int32Array
  /** So many of the first are the validation texts, by which a network is judged; n-grams may be judged by more. */
  readonly validated: number
}

/** A model: what it is, and its parts, of which there is at least one. */
export interface Model extends ModelDescription {
  readonly network?: Network
  /** Scores that are added to the network's; alone, where there is no network. */
  readonly ngrams?: NgramPart
  /** Where its n-grams answer alone; only of a model with both parts. */
  readonly cascade?: Cascade
  /** What it answered to texts that it had not seen. */
  readonly heldOut?: HeldOut
  /** How it answers, where that is not by the most probable label. */
  readonly decision?: Decision
  readonly record?: TrainingRecord
  /** Of the texts held out in training, and of the answers to them. */
  readonly distributions?: Distributions
}

/** The model's network. @throws LstmError 'model' where it has none */
export function networkOf({ network }: Model): Network {
  if (network) return network
  throw new LstmError('model', 'this model has no network: it decides by n-grams alone', {
    hint: 'train one with --network',
  })
}

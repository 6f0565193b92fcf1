import type { DataRequest } from '../data/load-corpus.ts'
import type { Notice } from '../data/notices.ts'
import type { FoldFigures, Result } from '../model/model.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { FoldSummary } from './fold-summary.ts'
import type { Ending, LoopEvent } from './loop.ts'
import type { Earlier } from './store.ts'

/** What happens in a training, in this order: progress and notices, folds, start, what the loop does, end. */
export type TrainingEvent =
  | ProgressEvent
  | NoticeEvent
  | FoldEvent
  | EarlierEvent
  | StartEvent
  | LoopEvent
  | EndEvent

/** A fold is done. */
export type FoldEvent = { readonly event: 'fold' } & FoldFigures

/** How far the work before the first update is. */
export interface ProgressEvent {
  readonly event: 'progress'
  /** What is being done. */
  readonly phase: 'reading' | 'word vectors' | 'trying a start' | 'folds' | 'n-grams'
  /** In [0, 1]; 0 while nobody knows how much there is. */
  readonly share: number
  /** Texts read so far. */
  readonly texts?: number
}

/** What was found out about the data, or left out of it, while it was read. */
export interface NoticeEvent {
  readonly event: 'notice'
  /** One line, which begins with the name of what it is about. */
  readonly message: string
}

/** What became of the training that was in the same store before. */
export type EarlierEvent = { readonly event: 'earlier' } & Earlier

/** What is going to be trained on what. */
export interface StartEvent {
  readonly event: 'start'
  /** The files that the texts come from, where they come from files. */
  readonly source?: DataRequest
  /** Texts that are trained on. */
  readonly train: number
  /** Texts that are validated on. */
  readonly validation: number
  /** Texts held out for testing. */
  readonly test: number
  /** The names of the classes, in the order of their probabilities. */
  readonly labels: readonly string[]
  /** V: rows of the embedding. */
  readonly vocabulary: number
  /** All settings, as they were given or chosen. */
  readonly hyperparameters: Hyperparameters
  /** What does the arithmetic. */
  readonly engine: RunSettings['engine']
  /** Threads that compute. */
  readonly threads: number
  /** Updates done before, by the training that this one goes on with. */
  readonly update: number
  /** The epoch that was under way then, from 1; 0 where nothing was done before. */
  readonly epoch: number
  /** Updates at most, those done before included. */
  readonly updates: number
  /** The model reads text; else word ids only. */
  readonly words: boolean
  /** The network's last validated parameters are kept, not the best ones. */
  readonly keepsLast: boolean
  /** What was chosen for these texts, and why, a line each; where the preset chooses. */
  readonly plan: readonly string[]
  /** The share of the training and validation texts, in [0, 1], that the most frequent label has: what answering it always would get. */
  readonly majority: number
  /** The n-grams, and how right they are on texts that were held out; where they are trained. */
  readonly ngrams?: { readonly features: number; readonly accuracy: number; readonly heldOut: number }
  /** How good the models of the folds were, where there were any. */
  readonly folds?: FoldSummary
  /** What was left out of the data, and what is odd about it. */
  readonly notices: readonly Notice[]
  /** What was found, passed over or left out while it was read, a line each. */
  readonly remarks: readonly string[]
}

/** An error with its 95 % Wilson interval. */
export type MeasuredResult = Result & { readonly interval: readonly [number, number] }

/** How it ended, with the errors of the finished model. */
export interface EndEvent {
  readonly event: 'end'
  /** 'fitted' where there is no network. */
  readonly ending: Exclude<Ending, 'interrupted'> | 'fitted'
  /** Updates done; 0 where there is no network. */
  readonly update: number
  /** Of the training texts. */
  readonly train: MeasuredResult
  /** Of the validation texts. */
  readonly validation: MeasuredResult
  /** Of the test texts; of none where none were held out. */
  readonly test: MeasuredResult
  /** On the validation texts: how wrong each part is alone, where both were trained. */
  readonly alone?: { readonly network: number; readonly ngrams: number }
  /** Classes of which there are texts held out, and which are never answered there. */
  readonly unanswered: readonly string[]
  /** By what the scores were divided, where they were. */
  readonly temperature?: number
  /** The factors of network and n-grams, where both were trained. */
  readonly mixing?: { readonly network: number; readonly ngrams: number }
  /** Bytes that the engine's memory holds; 0 where there is no network. */
  readonly memoryBytes: number
  /** Bits of the vectors that the engine has computed with in the end, where it had the choice. */
  readonly vectorBits?: 128 | 256
}

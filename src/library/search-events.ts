/** What a search is asked, and what it tells. */
import type { Model } from '../model/model.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { SearchSpace } from '../training/search/search-space.ts'
import type { RunOptions } from './run-options.ts'

/** What is searched, and how long. At least one of `minutes` and `trials` is given. */
export interface SearchOptions extends RunOptions {
  /** For all of it, reading and the training of the winner included. What fits depends on the clock. */
  readonly minutes?: number | undefined
  /** Settings that are tried at most. The same number and seed give the same trials and the same winner, as long as `minutes` lets them. */
  readonly trials?: number | undefined
  /** What trials are judged by: accuracy, macro-f1, cost or f1:LABEL; as `train` has it. */
  readonly metric?: string | undefined
  /** Of the winner's model file, in bytes, at most. */
  readonly size?: number | undefined
  /** Milliseconds for one text by itself, at most; by the clock. */
  readonly latency?: number | undefined
  /** By how many folds a trial is judged that has all texts; left out: by one of five, and with fewer than 2,000 texts by all five. */
  readonly folds?: number | undefined
  readonly seed?: number | undefined
  /** What is tried of each setting; left out: what the table of settings says. */
  readonly space?: SearchSpace | undefined
  /** Settings that no trial changes. */
  readonly settings?: Partial<Hyperparameters> | undefined
  /** Trials begin on a part of the texts, and only the best go on; true where it is left out. */
  readonly halving?: boolean | undefined
  /** Only every N-th trial, from number I - 1 on: one piece of the work, without halving. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined
  /** Given the model of a trial that had all texts but those it is judged by, whenever one is the best so far. */
  readonly onBest?: ((model: Model) => Promise<void>) | undefined
  /** What an earlier search came to, which this one goes on with. */
  readonly earlier?: readonly SearchEvent[] | undefined
}

/** What a search begins with: with the same of it, the same trials follow. */
export interface SearchStart {
  readonly event: 'search'
  /** SHA-256 of the data. */
  readonly digest: string
  /** Texts that trials learn from and are judged by; the test texts are not among them. */
  readonly texts: number
  /** Trial 0: what `train` itself would choose. */
  readonly base: Hyperparameters
  readonly seed: number
  readonly metric: string
  readonly folds: number
  readonly rungs: number
  readonly trials: number | null
  readonly size: number | null
  readonly latency: number | null
  readonly shard: { readonly index: number; readonly of: number }
  /** What has to be known, a line each. */
  readonly notices: readonly string[]
}

/** One training of a search, done. */
export interface TrialEvent {
  readonly event: 'trial'
  readonly trial: number
  readonly rung: number
  /** The share of the texts that it was trained on, in (0, 1]. */
  readonly share: number
  /** What it changes of the base. */
  readonly changes: Partial<Hyperparameters>
  /** Less is better; null where it failed or was left out. */
  readonly badness: number | null
  readonly accuracy?: number
  readonly macroF1?: number
  readonly cost?: number
  readonly examples?: number
  /** Of its model file. */
  readonly bytes?: number
  /** Milliseconds for one text by itself. */
  readonly latency?: number
  /** Seconds that it took. */
  readonly seconds: number
  /** Seconds of the search until now. */
  readonly spent: number
  /** It had all texts, keeps the bounds, and is the best so far. */
  readonly best: boolean
  /** Why it cannot win: it failed, is too large or too slow, or would not have fitted into the time. */
  readonly problem?: string
}

/** What has won. */
export interface WinnerEvent {
  readonly event: 'winner'
  readonly trial: number
  /** All settings. */
  readonly settings: Hyperparameters
  /** What of them the preset auto would choose otherwise: `train(data, { preset: 'auto', ...changes })` trains the winner on all texts. */
  readonly changes: Partial<Hyperparameters>
  readonly badness: number | null
  /** Seconds that are left for training it on all texts; null where there is no bound. */
  readonly left: number | null
}

/** What happens in a search, told one after the other. */
export type SearchEvent = SearchStart | TrialEvent | WinnerEvent

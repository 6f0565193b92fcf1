/** What crosses between a training's thread and the one that asked for it, and how models are sent. */
import type { LabelledRow } from '../../data/labelled-rows.ts'
import type { DataRequest } from '../../data/load-corpus.ts'
import type { Model, ModelDescription } from '../../model/model.ts'
import { Vocabulary } from '../../text/vocabulary.ts'
import type { Validation } from '../../training/early-stopping.ts'
import type { TrainingEvent } from '../../training/events.ts'
import type { Earlier, SavedTraining, Store } from '../../training/store.ts'

/** A training as it is asked for. */
export interface SentRequest {
  /** The folder of the training to go on with, or what it saved; undefined for a new one. */
  readonly saved: string | SentTraining | undefined
  readonly data: SentFiles | SentRows | undefined
  readonly test: SentRows | undefined
  /** A folder, or what there is to know of a store of the other thread's. */
  readonly out: { readonly path: string } | SentStore | undefined
  /** Settings that were checked, by name. */
  readonly options: Readonly<Record<string, unknown>>
}

export type SentStore = Pick<Store, 'secondsBetweenSaves'>

export interface SentFiles {
  readonly request: DataRequest
  readonly cache: string | undefined
}

/** Rows that are asked for, some at a time. */
export interface SentRows {
  /** How many there are; undefined where nobody knows. */
  readonly count: number | undefined
}

export type RowsName = 'row' | 'test row'

/** What the training's thread can be asked. */
export type Inside = {
  next(): Promise<IteratorResult<TrainingEvent, void>>
  /** Saves, and closes all. */
  leave(): Promise<void>
  /** Ends the update, saves, and fails. */
  interrupt(): void
  /** Ends the update, and the training with it. */
  finish(): void
}

/** What it can ask. */
export type Outside = {
  rows(name: RowsName): Promise<{ readonly rows: readonly LabelledRow[]; readonly done: boolean }>
  leaveRows(name: RowsName): Promise<void>
  begin(history: readonly Validation[]): Promise<Earlier | undefined>
  save(training: SentTraining): Promise<void>
  saveBest(model: SentModel): Promise<Earlier | undefined>
  append(validation: Validation): Promise<void>
  close(): Promise<void>
  finished(model: SentModel): void
}

/** With the vocabulary's words in the place of the object. */
type Sent<M extends ModelDescription> = Omit<M, 'vocabulary'> & {
  readonly vocabulary: readonly string[] | undefined
}
type SentModel = Sent<Model>
type SentTraining = Omit<SavedTraining, 'description'> & {
  readonly description: Sent<ModelDescription>
}

export function sent<M extends ModelDescription>(model: M): Sent<M> {
  return { ...model, vocabulary: model.vocabulary?.words }
}

export function received<M extends ModelDescription>({ vocabulary, ...rest }: Sent<M>): M {
  return { ...rest, vocabulary: vocabulary && new Vocabulary(vocabulary) } as unknown as M
}

export function sentTraining(training: SavedTraining): SentTraining {
  return { ...training, description: sent(training.description) }
}

export function receivedTraining(training: SentTraining): SavedTraining {
  return { ...training, description: received<ModelDescription>(training.description) }
}

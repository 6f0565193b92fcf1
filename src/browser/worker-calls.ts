/** What a page asks of its worker. */
import type { Answer, PredictOptions } from '../library/answer.ts'
import type { TrainOptions } from '../library/checked-training.ts'
import type { Comparison } from '../library/comparison/contest.ts'
import type { EvaluateOptions, Measured } from '../library/measure.ts'
import type { MeasuredReport } from '../library/measured-report.ts'
import type { Provenance } from '../model/model.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { TrainingEvent } from '../training/events.ts'
import type { FileTexts, Preview } from './file-texts.ts'

/** Where a model comes from: an address to fetch, a file, or the bytes of one. */
export type ModelSource = string | Blob | Uint8Array

/** What a page knows of the model that its worker holds. */
export interface ModelFacts {
  readonly labels: readonly string[]
  readonly settings: Hyperparameters
  readonly provenance: Provenance
  /** That compute. */
  readonly threads: number
}

/** What is said of a training beside its texts; what only a program around it can have is left out. */
export type TrainingSettings = Omit<TrainOptions, 'out' | 'signal' | 'test'>

/** Labelled texts, and those to measure on. */
export interface GivenTexts {
  readonly train: FileTexts
  readonly test?: FileTexts | undefined
}

/**
 * What the worker does. It holds one model or one training. Whatever is given and returned is what the structured clone
 * algorithm takes.
 */
export type WorkerCalls = {
  load(source: ModelSource, settings: Partial<RunSettings>): Promise<ModelFacts>
  predict(texts: readonly string[], options: PredictOptions): Promise<Answer<string, PredictOptions>[]>
  probabilities(texts: readonly string[]): Promise<Float32Array>
  evaluate(texts: FileTexts, options: Pick<EvaluateOptions, 'which'>): Promise<Measured>
  /** @param name what the page calls the model */
  report(texts: FileTexts, name: string): Promise<MeasuredReport>
  /** @param models the bytes of two models or more, by name */
  compare(models: ReadonlyMap<string, Uint8Array>, texts: FileTexts): Promise<Comparison>
  toBytes(): Promise<Uint8Array>
  preview(texts: FileTexts): Promise<Preview>
  /** @param out the name under which the training is kept; undefined: it is not */
  train(texts: GivenTexts, settings: TrainingSettings, out: string | undefined): Promise<void>
  resume(name: string, settings: TrainingSettings): Promise<void>
  /** Goes on to the next event of the training; undefined at its end. */
  next(): Promise<TrainingEvent | undefined>
  finish(): Promise<void>
  /** Ends it after this update, saved: what is asked for next fails with LstmError 'interrupted'. */
  interrupt(): Promise<void>
  /** Leaves the training, saved. */
  leave(): Promise<void>
  /** The model of the training, which is the worker's from now on. */
  trained(): Promise<ModelFacts>
}

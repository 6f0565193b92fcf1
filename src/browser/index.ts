/**
 * The library in a page: models and trainings, each in a worker of its own, from the same kernels and to the same bits as in Node.
 * Nothing is fetched but the worker, its kernels, and the model that it is told to load.
 *
 * @packageDocumentation
 */

/// <reference lib="esnext.disposable" preserve="true" />

import { type ByName, byName } from '../by-name.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { Comparison } from '../library/comparison/contest.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import { BrowserModel } from './browser-model.ts'
import { BrowserTraining } from './browser-training.ts'
import type { FileReading, Preview } from './file-texts.ts'
import { textsGiven } from './given-texts.ts'
import { getPart, type KeptProgress, keptNames, removeParts } from './kept.ts'
import { lockTraining } from './training-lock.ts'
import type { TrainingSettings } from './worker-calls.ts'
import { WorkerLink, type WorkerOptions } from './worker-link.ts'

export type { LabelledRow, LabelledRows } from '../data/labelled-rows.ts'
export { ContractError, type ErrorCode, LstmError } from '../errors.ts'
export type { Answer, Likelihood, PredictOptions } from '../library/answer.ts'
export type { Measured } from '../library/measure.ts'
export type { MeasuredReport } from '../library/measured-report.ts'
export type { TrainingEvent } from '../training/events.ts'
export type {
  BrowserModel,
  BrowserTraining,
  Comparison,
  FileReading,
  KeptProgress,
  Preview,
  TrainingSettings,
}

/** How a training in a page is made: the settings of `lstm train`, how its file is read, and where it is kept. */
export interface BrowserTrainOptions<Label extends string = string> extends TrainingSettings, WorkerOptions {
  readonly reading?: FileReading | undefined
  /** Texts to measure on, beside those to train on. */
  readonly test?: Blob | LabelledRows<Label> | undefined
  /** The name under which the browser keeps it, with its texts; without it, it is not kept. */
  readonly out?: string | undefined
  /** When aborted, the training is saved and fails with LstmError 'interrupted'. */
  readonly signal?: AbortSignal | undefined
}

/**
 * A model in a worker, ready to answer.
 *
 * @param source its address, a file, or the bytes of one
 * @throws LstmError 'model' when there is none or it is damaged, 'usage' for a wrong option
 */
export async function load<const Label extends string = string>(
  source: string | URL | Blob | Uint8Array,
  { worker, ...settings }: Partial<RunSettings> & WorkerOptions = {},
): Promise<BrowserModel<Label>> {
  const link = new WorkerLink({ worker })
  try {
    const named = typeof source === 'string' || source instanceof URL
    const facts = await link.call('load', named ? new URL(source, document.baseURI).href : source, settings)
    return new BrowserModel<Label>(link, facts)
  } catch (error) {
    link.terminate()
    throw error
  }
}

/**
 * Trains a model on labelled texts.
 *
 * @param data a file in one of the formats of a page (CSV, TSV, JSON Lines, fastText), read piece by piece; or rows
 * @throws LstmError, told by the iteration and by `model`: 'usage' for a wrong setting, 'data', 'disk', 'diverged', 'interrupted'
 */
export function train<const Label extends string = string>(
  data: Blob | LabelledRows<Label>,
  options: BrowserTrainOptions<Label> = {},
): BrowserTraining<Label> {
  const { worker, reading = {}, test, out, signal, ...settings } = options
  const link = new WorkerLink({ worker })
  const begin = async () => {
    const texts = { train: await textsGiven(data, reading), test: test && (await textsGiven(test, reading)) }
    await link.call('train', texts, settings, out)
  }
  return new BrowserTraining<Label>(link, begin, signal)
}

/**
 * Goes on with a training that the browser keeps, to the same bits as if it had never stopped.
 *
 * @param options settings that may change on the way, such as `maxEpochs`
 * @throws LstmError as `train`; 'model' where none is kept under that name
 */
export function resume<Label extends string = string>(
  name: string,
  options: TrainingSettings & WorkerOptions & { readonly signal?: AbortSignal | undefined } = {},
): BrowserTraining<Label> {
  const { worker, signal, ...settings } = options
  const link = new WorkerLink({ worker })
  return new BrowserTraining<Label>(link, () => link.call('resume', name, settings), signal)
}

/** A training that the browser keeps. */
export interface KeptTraining extends KeptProgress {
  readonly name: string
  /** The name of its file. */
  readonly data: string
  readonly began: Date
}

/** The trainings that the browser keeps for this origin, the newest first. @throws LstmError 'disk' where it keeps none */
export async function keptTrainings(): Promise<KeptTraining[]> {
  const trainings: KeptTraining[] = []
  for (const name of await keptNames()) {
    const beginning = await getPart(name, 'beginning')
    const progress = await getPart(name, 'progress')
    if (beginning && progress) {
      trainings.push({ name, data: beginning.texts.train.name, began: beginning.began, ...progress })
    }
  }
  return trainings.sort((a, b) => b.began.getTime() - a.began.getTime())
}

/** The file of the best model of a training so far; undefined where there is none yet. @throws LstmError 'disk' */
export function keptModel(name: string): Promise<Blob | undefined> {
  return getPart(name, 'best')
}

/** Removes a training and its texts. @throws LstmError 'usage' while it is going on, 'disk' */
export async function removeTraining(name: string): Promise<void> {
  const release = await lockTraining(name)
  try {
    await removeParts(name)
  } finally {
    release()
  }
}

/**
 * Which of several models is better on the same labelled texts, and whether these can tell: the figures of `lstm compare`.
 *
 * @param models two at least with the same labels, by the names that the result calls them by
 * @throws LstmError 'data', 'usage'
 */
export async function compare(
  models: ByName<BrowserModel>,
  data: Blob | LabelledRows,
  { worker, ...reading }: FileReading & WorkerOptions = {},
): Promise<Comparison> {
  const texts = await textsGiven(data, reading)
  const files = new Map<string, Uint8Array>()
  for (const [name, model] of byName(models)) files.set(name, await model.toBytes())
  const link = new WorkerLink({ worker })
  try {
    return await link.call('compare', files, texts)
  } finally {
    link.terminate()
  }
}

/** The beginning of a file of labelled texts, to choose its columns by. @throws LstmError 'data', 'usage' */
export async function preview(
  file: Blob,
  { worker, ...reading }: FileReading & WorkerOptions = {},
): Promise<Preview> {
  const link = new WorkerLink({ worker })
  try {
    return await link.call('preview', await textsGiven(file, reading))
  } finally {
    link.terminate()
  }
}

/** What a training says at its start and at its end, for people and as JSON. */
import { join } from 'node:path'
import { wilsonInterval } from '../evaluation/metrics.ts'
import type { Result, Results } from '../model/model.ts'
import { threadCount } from '../model/threads.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import { bestName, defaultRoot } from '../storage/training-folder.ts'
import type { Session } from '../training/session.ts'
import type { Ending } from '../training/train.ts'
import { counted, percent, percentInterval, programName } from './output.ts'

export interface EndReport {
  readonly folder: string
  readonly ending: Exclude<Ending, 'interrupted'>
  readonly results: Results
  /** By what the scores were divided, where they were. */
  readonly temperature?: number | undefined
  readonly memoryBytes: number
}

export function describeStart({ description, data, sizes, state }: Session, settings: RunSettings): string[] {
  const { hyperparameters, provenance, labels } = description
  const { train, validation, test } = data
  return [
    `data        ${provenance.source?.data}, ${hyperparameters.tokenizer} tokenizer, labels ${labels.join(', ')}`,
    `texts       ${train.labels.length.toLocaleString('en-US')} train, ${validation.labels.length.toLocaleString('en-US')} validation, ${test.labels.length.toLocaleString('en-US')} test`,
    `model       ${sizes.vocabulary.toLocaleString('en-US')} words, ${sizes.hidden} hidden units, pooling ${hyperparameters.pooling}, ${hyperparameters.optimizer}`,
    ...(description.vocabulary
      ? []
      : ['words       no --dictionary: the model will read word ids, but no text']),
    `engine      ${settings.engine}, ${counted(threadCount(settings), 'thread')}`,
    ...(state.update > 0 ? [`resumed     after update ${state.update} (epoch ${state.epoch})`] : []),
  ]
}

export function startEvent({ description, data, sizes, state }: Session, settings: RunSettings): object {
  return {
    event: 'start',
    train: data.train.labels.length,
    validation: data.validation.labels.length,
    test: data.test.labels.length,
    labels: description.labels,
    vocabulary: sizes.vocabulary,
    hyperparameters: description.hyperparameters,
    engine: settings.engine,
    threads: threadCount(settings),
    update: state.update,
  }
}

export function endLines({ folder, ending, results, temperature }: EndReport): string[] {
  const why = ending === 'patience' ? 'stopped early' : 'all epochs done'
  return [
    `${why} after ${counted(results.updates, 'update')}; errors with the best parameters:`,
    `              error   95 % interval      texts`,
    ...(['train', 'validation', 'test'] as const).map(split => resultLine(split, results[split])),
    ...(temperature === undefined
      ? []
      : [
          `scores divided by the temperature ${temperature.toFixed(3)}, which fits the validation texts best`,
        ]),
    `model: ${join(folder, bestName)}`,
    `next:  ${programName} eval${checkpointFlag(folder)}`,
    `       echo 'A wonderful film.' | ${programName} predict${checkpointFlag(folder)}`,
  ]
}

export function endEvent({ folder, ending, results, temperature, memoryBytes }: EndReport): object {
  const withInterval = (result: Result) => ({ ...result, interval: intervalOf(result) })
  return {
    event: 'end',
    ending,
    update: results.updates,
    train: withInterval(results.train),
    validation: withInterval(results.validation),
    test: withInterval(results.test),
    ...(temperature !== undefined && { temperature }),
    model: join(folder, bestName),
    memoryBytes,
  }
}

export function resumeCommand(folder: string): string {
  return `${programName} train --resume${folder === join(defaultRoot, 'official') ? '' : ` --out ${folder}`}`
}

function resultLine(split: string, result: Result): string {
  const interval = percentInterval(intervalOf(result))
  return `  ${split.padEnd(10)}${percent(result.error).padStart(7)}   ${interval.padEnd(13)}${result.examples.toLocaleString('en-US').padStart(11)}`
}

function intervalOf({ examples, error }: Result): [number, number] {
  return wilsonInterval(Math.round(error * examples), examples)
}

function checkpointFlag(folder: string): string {
  return folder.startsWith(defaultRoot) ? '' : ` --checkpoint ${folder}`
}

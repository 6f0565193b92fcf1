/** What a training says at its start and at its end, for people. */
import { join } from 'node:path'
import { listed } from '../printable.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import { bestName } from '../storage/training-folder.ts'
import type { EndEvent, MeasuredResult, StartEvent } from '../training/events.ts'
import type { Earlier } from '../training/store.ts'
import { counted, grouped, percent, percentInterval } from '../wording.ts'
import { programName } from './output.ts'

export function startLines(start: StartEvent): string[] {
  const { hyperparameters, labels, train, validation, test, vocabulary, update, epoch, source } = start
  return [
    `data        ${source?.data}, ${hyperparameters.tokenizer} tokenizer, labels ${listed(labels)}`,
    `texts       ${grouped(train)} train, ${grouped(validation)} validation, ${grouped(test)} test`,
    `model       ${grouped(vocabulary)} words, ${hyperparameters.dimension} hidden units, pooling ${hyperparameters.pooling}, ${hyperparameters.optimizer}`,
    ...(start.words ? [] : ['words       no --dictionary: the model will read word ids, but no text']),
    `engine      ${start.engine}, ${counted(start.threads, 'thread')}`,
    ...start.notices.map(({ severity, message }) => `${severity.padEnd(12)}${message}`),
    ...(update > 0 ? [`resumed     after update ${update} (epoch ${epoch})`] : []),
  ]
}

export function earlierLine(earlier: Earlier): string {
  return earlier.kept === 'all'
    ? `the earlier training is kept in ${earlier.path}`
    : 'the earlier training had saved no model; its history is removed'
}

export function endLines(folder: string, end: EndEvent): string[] {
  const { ending, update, temperature } = end
  const why = { patience: 'stopped early', epochs: 'all epochs done', finished: 'finished' }[ending]
  return [
    `${why} after ${counted(update, 'update')}; errors with the best parameters:`,
    `              error   95 % interval      texts`,
    ...(['train', 'validation', 'test'] as const).map(split => resultLine(split, end[split])),
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

export function resumeCommand(folder: string): string {
  return `${programName} train --resume${folder === join(defaultRoot, 'official') ? '' : ` --out ${folder}`}`
}

function resultLine(split: string, { examples, error, interval }: MeasuredResult): string {
  return `  ${split.padEnd(10)}${percent(error).padStart(7)}   ${percentInterval(interval).padEnd(13)}${grouped(examples).padStart(11)}`
}

function checkpointFlag(folder: string): string {
  return folder.startsWith(defaultRoot) ? '' : ` --checkpoint ${folder}`
}

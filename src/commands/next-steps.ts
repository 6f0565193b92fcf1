/** Commands to be copied: what to do with a model that was trained, and how to go on with a training. */
import { dirname, join } from 'node:path'
import type { DataRequest } from '../data/load-corpus.ts'
import { variantsAmong } from '../data/notices.ts'
import { dataFlags } from '../library/training-flags.ts'
import { flagWords } from '../settings/flag-words.ts'
import { bestName } from '../storage/folder-names.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import type { EndEvent, StartEvent } from '../training/events.ts'
import { shellWord } from '../wording.ts'
import { programName } from './output.ts'

/** Texts up to which a look at each doubtful one is worth more than anything else. */
const few = 5000

type Begun = Pick<StartEvent, 'source' | 'train' | 'validation' | 'hyperparameters' | 'labels'>
type Ended = Pick<EndEvent, 'test' | 'unanswered'>

export function resumeCommand(folder: string): string {
  return `${programName} train --resume${folder === join(defaultRoot, 'official') ? '' : ` --out ${shellWord(folder)}`}`
}

/** Where the model is, and what to do with it, as lines for people. @param asked as for `nextSteps` */
export function afterwards(folder: string, start: Begun, end: Ended, asked?: object): string[] {
  const steps = nextSteps(folder, start, end, asked)
  return [
    `model: ${join(folder, bestName)}`,
    ...steps.map((step, i) => `${i === 0 ? 'next:' : ''}`.padEnd(7) + step),
  ]
}

/**
 * @param folder of the model
 * @param asked the settings that the training was asked for: another one of these texts is to be of the same kind
 */
export function nextSteps(folder: string, start: Begun, end: Ended, asked: object = {}): string[] {
  const model = checkpointFlag(folder)
  const again = trainingAgain(folder, start, asked)
  return [
    ...measuring(model, again, start, end),
    `predict${model} 'a text of your own'`,
    ...forTheseTexts(again, start, end),
  ].map(step => `${programName} ${step}`)
}

/** Makes the command that trains on these texts with further flags, in a folder of this name beside the model's; undefined where they cannot be read again. */
type TrainingAgain = ((further: object, name: string) => string) | undefined

function trainingAgain(folder: string, { source }: Begun, asked: object): TrainingAgain {
  // The official reviews are known, and stdin cannot be read again.
  if (!source || source.data === 'imdb' || isPiped(source)) return undefined
  const out = (name: string) => shellWord(join(dirname(folder), name))
  return (further, name) =>
    `train ${flagWords({ ...dataFlags(source), ...asked, ...further })} --out ${out(name)}`
}

/** Measures the model; where all texts were trained on, one of four fifths of them, which leaves it something to be measured on. */
function measuring(
  model: string,
  again: TrainingAgain,
  { source, hyperparameters }: Begun,
  { test }: Ended,
): string[] {
  if (source?.test === '-') return []
  if (test.examples > 0) return [`eval${model}`]
  return again && hyperparameters.testPortion === 0 ? [again({ testPortion: 0.2 }, 'measured')] : []
}

/** What these texts ask for beside, if anything: rare labels to count more, doubtful ones to be looked at. */
function forTheseTexts(again: TrainingAgain, start: Begun, end: Ended): string[] {
  const { source, train, validation, hyperparameters, labels } = start
  if (!again || !source) return []
  const isRare = end.unanswered.length > variantsAmong(end.unanswered, labels).length
  if (isRare && hyperparameters.classWeights === 'none') {
    return [again({ classWeights: 'balanced' }, 'balanced')]
  }
  const { 'weight-column': _, ...read } = dataFlags(source)
  return train + validation <= few ? [`check ${flagWords(read)}`] : []
}

function isPiped({ data, test }: DataRequest): boolean {
  return data === '-' || test === '-'
}

function checkpointFlag(folder: string): string {
  return dirname(folder) === defaultRoot ? '' : ` --checkpoint ${shellWord(folder)}`
}

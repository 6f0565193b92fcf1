/** What to do with a model that was trained: commands that fit these texts, to be copied. */
import { dirname, join } from 'node:path'
import { dataFlags } from '../library/training-flags.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import type { EndEvent, StartEvent } from '../training/events.ts'
import { shellWord } from '../wording.ts'
import { flagWords } from './flag-words.ts'
import { programName } from './output.ts'

/** Texts up to which a look at each doubtful one is worth more than anything else. */
const few = 5000

/** @param folder of the model */
export function nextSteps(folder: string, start: StartEvent, end: EndEvent): string[] {
  const model = checkpointFlag(folder)
  return [
    // Without test texts, eval has nothing to measure on but what is named.
    `eval${model}${end.test.examples > 0 ? '' : ' --data labelled.csv'}`,
    `predict${model} 'a text of your own'`,
    ...forTheseTexts(folder, start, end),
  ].map(step => `${programName} ${step}`)
}

/** What these texts ask for beside, if anything: rare labels to count more, doubtful ones to be looked at. */
function forTheseTexts(
  folder: string,
  { source, train, validation, hyperparameters }: StartEvent,
  end: EndEvent,
): string[] {
  // The official reviews are known, and stdin cannot be read again.
  if (!source || source.data === 'imdb' || source.data === '-') return []
  const { 'weight-column': weights, ...read } = dataFlags(source)
  if (end.unanswered.length > 0 && hyperparameters.classWeights === 'none') {
    const out = shellWord(join(dirname(folder), 'balanced'))
    const counted = weights === undefined ? '' : ` --weight-column ${shellWord(String(weights))}`
    return [`train ${flagWords(read)}${counted} --class-weights balanced --out ${out}`]
  }
  return train + validation <= few ? [`check ${flagWords(read)}`] : []
}

function checkpointFlag(folder: string): string {
  return dirname(folder) === defaultRoot ? '' : ` --checkpoint ${shellWord(folder)}`
}

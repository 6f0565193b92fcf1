import type { Model } from '../model/model.ts'
import type { Choice } from '../storage/model-choice.ts'
import { counted, grouped } from '../wording.ts'
import { say } from './output.ts'

/** What help says of the flag or the argument that names a model. */
export const modelFlag =
  "model file or folder, or 'pretrained' (default: the newest trained model that is finished, else the pretrained one)"

/** What it says of `--no-cascade`, in the commands that answer. */
export const cascadeFlag =
  'have both parts of the model read every text, also where its n-grams are sure enough to answer alone'

/** How many of the texts the network did not have to read. */
export function sparedLine(spared: number, texts: number): string {
  return `lstm: of ${counted(texts, 'text')} the n-grams answered ${grouped(spared)} alone, being sure enough (--no-cascade has the network read all)`
}

/**
 * The path of the model that a command works with. What was not named is said on stderr: that the pretrained one is
 * taken, or that an unfinished one is not.
 *
 * @throws LstmError 'model' when the folder named holds none
 */
export async function chosenModel(checkpoint: string | undefined): Promise<string> {
  const choice = await find(checkpoint)
  const remarks = await remarksOn(choice, checkpoint)
  if (remarks.length > 0) say(`lstm: ${remarks.join('; ')}`)
  return choice.path
}

/**
 * The model that answers or is measured. One line on stderr names it: path, labels, on what and when
 * it was trained, and whether that training has finished.
 *
 * @throws LstmError 'model' when there is none, or not one that can be used
 */
export async function answeringModel(
  checkpoint: string | undefined,
): Promise<{ readonly path: string; readonly model: Model }> {
  const { readModel } = await import('../storage/tensor-file.ts')
  const choice = await find(checkpoint)
  const { path } = choice
  const model = await readModel(path)
  const remarks = await remarksOn(choice, checkpoint)
  say(`lstm: ${[`${path} answers: ${await describe(path, model)}`, ...remarks].join('; ')}`)
  await tellOtherSegmenter(model)
  return { path, model }
}

// Loaded where it is called, so that a command's help does not wait for it.
async function find(checkpoint: string | undefined): Promise<Choice> {
  return (await import('../storage/model-choice.ts')).findModel(checkpoint)
}

async function remarksOn({ path, unfinished }: Choice, checkpoint: string | undefined): Promise<string[]> {
  const { defaultRoot, pretrainedPath } = await import('../storage/model-choice.ts')
  return [
    ...(checkpoint === undefined && path === pretrainedPath
      ? [`no finished model under ${defaultRoot}/: this is the pretrained one (film reviews in English)`]
      : []),
    ...(unfinished === undefined
      ? []
      : [`not ${unfinished}, whose training has not finished: name it to use it`]),
  ]
}

/** Words that this program divides otherwise than the one that trained the model are unknown to it. */
async function tellOtherSegmenter({ provenance: { segmenter } }: Model): Promise<void> {
  if (segmenter === undefined) return
  const { segmenterName } = await import('../data/segmenter.ts')
  if (segmenter === segmenterName()) return
  say(
    `lstm: texts without blanks were divided into words by ${segmenter} in the training, and are by ${segmenterName()} now: some words may differ`,
  )
}

/** Labels that are named, at most. */
const labelsShown = 6

async function describe(path: string, { labels, provenance }: Model): Promise<string> {
  const { isFinished } = await import('../model/model.ts')
  const { pretrainedPath } = await import('../storage/model-choice.ts')
  const more = labels.length > labelsShown ? `, … (${labels.length})` : ''
  const named = `labels ${labels.slice(0, labelsShown).join(', ')}${more}`
  // A training keeps no time in its model, so that the same training gives the same bytes: it is the file's.
  const written = path === pretrainedPath ? '' : `, ${await dateOf(path)}`
  const { source, producer } = provenance
  if (!source) return `${named}; ${producer}${written}`
  return `${named}; trained on ${source.data}${written}, ${isFinished(provenance) ? 'finished' : 'not finished'}`
}

/** 2026-11-26 09:05, in local time. */
async function dateOf(path: string): Promise<string> {
  const { stat } = await import('node:fs/promises')
  const { mtimeMs } = await stat(path)
  const local = mtimeMs - 60_000 * new Date(mtimeMs).getTimezoneOffset()
  return new Date(local).toISOString().slice(0, 16).replace('T', ' ')
}

import type { Model } from '../model/model.ts'
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
 * The path of the model that a command works with. What was not named is said on stderr.
 *
 * @throws LstmError 'model' when the folder named holds none
 */
export async function chosenModel(checkpoint: string | undefined): Promise<string> {
  const { path, remarks } = await find(checkpoint)
  if (remarks.length > 0) say(`lstm: ${remarks.join('; ')}`)
  return path
}

/**
 * The model that answers or is measured. One line on stderr names it, and says what it is.
 *
 * @throws LstmError 'model' when there is none, or not one that can be used
 */
export async function answeringModel(
  checkpoint: string | undefined,
): Promise<{ readonly path: string; readonly model: Model }> {
  const { path, remarks } = await find(checkpoint)
  const { modelInWords, remarkOnSegmenter } = await import('../storage/model-told.ts')
  const { readModel } = await import('../storage/tensor-file.ts')
  const model = await readModel(path)
  say(`lstm: ${[`${path} answers: ${await modelInWords(path, model)}`, ...remarks].join('; ')}`)
  const other = remarkOnSegmenter(model)
  if (other !== undefined) say(`lstm: ${other}`)
  return { path, model }
}

// Loaded where it is called, so that a command's help does not wait for it.
async function find(checkpoint: string | undefined) {
  const { findModel } = await import('../storage/model-choice.ts')
  const { remarksOnChoice } = await import('../storage/model-told.ts')
  const choice = await findModel(checkpoint)
  return { path: choice.path, remarks: remarksOnChoice(choice, checkpoint) }
}

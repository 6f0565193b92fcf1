import { say } from './output.ts'

/** What help says of the model that is taken where none is named. */
export const defaultModel = 'the newest trained model, else the pretrained one'

/**
 * The path of the model that a command works with. Where the pretrained one answers unasked, stderr says so.
 *
 * @throws LstmError 'model' when the folder named holds none
 */
export async function chosenModel(checkpoint: string | undefined): Promise<string> {
  // Loaded here, so that a command's help does not wait for it.
  const { defaultRoot, findModel, pretrainedPath } = await import('../storage/model-choice.ts')
  const path = await findModel(checkpoint)
  if (checkpoint === undefined && path === pretrainedPath) {
    say(`lstm: no trained model under ${defaultRoot}/: the pretrained one answers (film reviews in English)`)
  }
  return path
}

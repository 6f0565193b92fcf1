/** Which model file is meant. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LstmError } from '../errors.ts'
import { isFolder } from '../files/folder.ts'
import { bestName, lastName } from './training-folder.ts'

/** Where trained models lie unless the user says otherwise. */
export const defaultRoot = 'checkpoints'

/** The model that comes with the program and answers where none was trained. */
export const pretrainedPath = fileURLToPath(
  new URL('../../checkpoints/pretrained.safetensors', import.meta.url),
)

/**
 * The path of the model the user means: a file, the best model in a folder, or the newest trained one; where none was
 * trained, the pretrained one.
 *
 * @throws LstmError 'model' when there is none
 */
export async function findModel(checkpoint: string | undefined): Promise<string> {
  if (checkpoint === undefined) return (await newestModel(defaultRoot)) ?? pretrainedPath
  if (!(await isFolder(checkpoint))) return checkpoint
  for (const name of [bestName, lastName]) {
    if (await modified(join(checkpoint, name))) return join(checkpoint, name)
  }
  throw new LstmError('model', `${checkpoint} is a folder without ${bestName}`, {
    hint: 'name a model file, or a folder that lstm train wrote',
  })
}

async function newestModel(root: string): Promise<string | undefined> {
  const folders = await readdir(root).catch(() => [])
  let newest: { path: string; time: number } | undefined
  for (const folder of folders) {
    const path = join(root, folder, bestName)
    const time = await modified(path)
    if (time && (!newest || time > newest.time)) newest = { path, time }
  }
  return newest?.path
}

/** Milliseconds since 1970 of the last change, or undefined where there is no such file. */
async function modified(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs
}

/** Which model file is meant. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LstmError } from '../errors.ts'
import { isFile, isFolder } from '../files/make-folder.ts'
import { bestName, lastName } from './folder-names.ts'
import { generations } from './generations.ts'
import { isFinishedFile } from './tensor-file.ts'

/** Where trained models lie unless the user says otherwise. */
export const defaultRoot = 'checkpoints'

/** What the model is called that comes with the program; a file or folder of that name comes before it. */
const pretrainedName = 'pretrained'

/** Where it lies; it answers where none was trained. */
export const pretrainedPath = fileURLToPath(
  new URL('../../checkpoints/pretrained.safetensors', import.meta.url),
)

export interface Choice {
  readonly path: string
  /** The model that would have been taken, had its training finished. */
  readonly unfinished: string | undefined
}

/**
 * The model the user means: the file named, or 'pretrained'; of a folder named the best model, or that of an earlier training where its own has
 * not finished; where nothing is named the newest trained one that is finished, else the pretrained one.
 *
 * @throws LstmError 'model' when there is none
 */
export async function findModel(checkpoint: string | undefined): Promise<Choice> {
  if (checkpoint === undefined) {
    const { finished, unfinished } = await firstFinished(await newestFirst(await trained(defaultRoot)))
    return { path: finished ?? pretrainedPath, unfinished }
  }
  if (checkpoint === pretrainedName && !(await isFile(checkpoint)) && !(await isFolder(checkpoint))) {
    return { path: pretrainedPath, unfinished: undefined }
  }
  if (!(await isFolder(checkpoint))) return { path: checkpoint, unfinished: undefined }
  const { finished, unfinished } = await firstFinished(await bestOf(checkpoint))
  if (finished !== undefined) return { path: finished, unfinished }
  const path = unfinished ?? join(checkpoint, lastName)
  if (await isFile(path)) return { path, unfinished: undefined }
  throw new LstmError('model', `${checkpoint} is a folder without ${bestName}`, {
    hint: 'name a model file, or a folder that lstm train wrote',
  })
}

/** The first of these models whose training has finished, and the first one passed over on the way to it. */
async function firstFinished(
  paths: readonly string[],
): Promise<{ readonly finished: string | undefined; readonly unfinished: string | undefined }> {
  let unfinished: string | undefined
  for (const path of paths) {
    if (await isFinishedFile(path)) return { finished: path, unfinished }
    unfinished ??= path
  }
  return { finished: undefined, unfinished }
}

/** The best models of all trainings in folders of this one, earlier ones too. */
async function trained(root: string): Promise<string[]> {
  const folders = await readdir(root).catch((): string[] => [])
  return (await Promise.all(folders.map(folder => bestOf(join(root, folder))))).flat()
}

/** The best model of the training in the folder, and those of the trainings before it, newest first. */
async function bestOf(folder: string): Promise<string[]> {
  const paths = [folder, ...(await generations(folder)).reverse()].map(path => join(path, bestName))
  const found = await Promise.all(paths.map(isFile))
  return paths.filter((_, i) => found[i])
}

async function newestFirst(paths: readonly string[]): Promise<string[]> {
  const times = await Promise.all(
    paths.map(async path => {
      // What was removed since it was found is none.
      const found = await stat(path).catch(() => undefined)
      return found ? [{ path, time: found.mtimeMs }] : []
    }),
  )
  return times
    .flat()
    .sort((a, b) => b.time - a.time)
    .map(({ path }) => path)
}

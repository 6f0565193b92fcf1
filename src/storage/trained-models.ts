/** The models that were trained into folders of one folder: what they are, other names for them, and the bin. */
import { mkdir, readdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LstmError, reason, systemCode } from '../errors.ts'
import { writing } from '../files/failure.ts'
import { isFile } from '../files/make-folder.ts'
import { isFinished, type Result } from '../model/model.ts'
import { printable } from '../printable.ts'
import { bestName, lastName } from './folder-names.ts'
import { generations } from './generations.ts'
import { historyName } from './history.ts'
import { takeLock } from './lock.ts'
import { labelsSchema, provenanceSchema } from './model-schema.ts'
import { parsed } from './schema.ts'
import { trialsName } from './search-log.ts'
import { readMetadata } from './tensor-file.ts'

/** A trained model, by the header of its file. */
export interface TrainedModel {
  /** Its folder's. */
  readonly name: string
  readonly path: string
  readonly bytes: number
  /** When it was written, ISO 8601. */
  readonly written: string
  /** Why it cannot be read; the rest is not known then. */
  readonly unreadable?: string
  readonly labels?: readonly string[]
  /** Whether its training has come to its end. */
  readonly finished?: boolean
  /** The error on test texts, or where none were held out on validation texts. */
  readonly error?: Result & { readonly of: 'test' | 'validation' }
  /** So many of its texts the model that it went on from had learned before: the error may be too small. */
  readonly seenBefore?: number
  /** The data it was trained on, as it was named. */
  readonly data?: string
}

/** In the folder: where removed models go. Nothing in it is ever looked at again. */
const bin = '.removed'

/** The models of all folders in this one, the one written last first. */
export async function trainedModels(root: string): Promise<TrainedModel[]> {
  const names = await readdir(root).catch((): string[] => [])
  const found = await Promise.all(
    names.map(async name => {
      const path = join(root, name, bestName)
      return (await isFile(path)) ? describe(name, path) : []
    }),
  )
  return found.flat().sort((a, b) => (a.written < b.written ? 1 : -1))
}

/** @returns none where it was removed since it was found */
async function describe(name: string, path: string): Promise<TrainedModel | []> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return []
  const { size, mtime } = found
  const file = { name, path, bytes: size, written: mtime.toISOString() }
  try {
    const metadata = await readMetadata(path)
    const provenance = provenanceSchema(parsed(metadata.provenance))
    const { results, source, from } = provenance
    const of = results && (results.test.examples > 0 ? 'test' : 'validation')
    return {
      ...file,
      labels: labelsSchema(parsed(metadata.labels)),
      finished: isFinished(provenance),
      ...(of && { error: { ...results[of], of } }),
      ...(from?.seen && { seenBefore: from.seen }),
      ...(source && { data: source.data }),
    }
  } catch (error) {
    return { ...file, unreadable: reason(error) }
  }
}

/** @throws LstmError 'usage' for a name that is none or taken; 'model' where there is no such model; 'disk' */
export async function renameModel(root: string, from: string, to: string): Promise<void> {
  const target = join(root, checkedName(to))
  const folder = await folderOf(root, from)
  if (await exists(target)) {
    throw new LstmError('usage', `there is something at ${target}`, { hint: 'choose another name' })
  }
  await moved(folder, target)
}

/** Moves a model's folder to the bin. @returns where it is now @throws as `renameModel` */
export async function removeModel(root: string, name: string): Promise<string> {
  const folder = await folderOf(root, name)
  await writing(join(root, bin), 'make room', () => mkdir(join(root, bin), { recursive: true }))
  for (let number = 1; ; number++) {
    const target = join(root, bin, number === 1 ? name : `${name}-${number}`)
    if (await exists(target)) continue
    await moved(folder, target)
    return target
  }
}

async function folderOf(root: string, name: string): Promise<string> {
  const folder = join(root, checkedName(name))
  if (await isOfTraining(folder)) return folder
  const names = (await trainedModels(root)).map(model => model.name)
  throw new LstmError('model', `there is no model '${name}' in ${root}`, {
    hint: names.length > 0 ? `there are ${names.slice(0, 10).join(', ')}` : 'train one with: lstm train',
  })
}

/** Whether a training or a search has left anything there, be it unfinished: any other folder is not ours to move. */
async function isOfTraining(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((): string[] => [])
  const ours = [bestName, lastName, historyName, trialsName].some(name => names.includes(name))
  return ours || (await generations(folder)).length > 0
}

function checkedName(name: string): string {
  if (/^[^./\\][^/\\]*$/.test(name) && name === printable(name)) return name
  throw new LstmError('usage', `'${name}' is no name of a model`, {
    hint: 'a name is that of a folder: without a path, and without a dot before it',
  })
}

/** @throws LstmError 'usage' naming the program that trains there */
async function moved(folder: string, target: string): Promise<void> {
  await (await takeLock(folder)).release()
  await writing(target, 'look at the permissions', () => rename(folder, target))
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw error
  }
}

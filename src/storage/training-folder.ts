/** The folder of one training: best.safetensors, last.safetensors, history.jsonl. */
import { appendFile, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LstmError, reason } from '../errors.ts'
import { removeLeftovers, writeFileAtomically } from '../files/atomic.ts'
import { readNamedFile } from '../files/read-file.ts'
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../formats/safetensors.ts'
import type { Model } from '../model/model.ts'
import type { Validation } from '../training/early-stopping.ts'
import { decodeModel } from './model-file.ts'

export const bestName = 'best.safetensors'
export const lastName = 'last.safetensors'
const historyName = 'history.jsonl'

/** Where trained models lie unless the user says otherwise. */
export const defaultRoot = 'checkpoints'

/** The model that comes with the program and answers where none was trained. */
export const pretrainedPath = fileURLToPath(
  new URL('../../checkpoints/pretrained.safetensors', import.meta.url),
)

/**
 * Makes the folder, proves that it can be written, and removes what killed writers left.
 *
 * @throws LstmError 'disk' before any work is done, when nothing could be saved there
 */
export async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, `.write-test.${process.pid}.tmp`)
  try {
    await mkdir(folder, { recursive: true })
    await (await open(probe, 'w')).close()
    await rm(probe)
    for (const name of [bestName, lastName, historyName]) await removeLeftovers(join(folder, name))
  } catch (error) {
    throw new LstmError('disk', `cannot write to ${folder}: ${reason(error)}`, {
      hint: 'choose another folder with --out',
      cause: error,
    })
  }
}

/**
 * Moves an earlier training's files in this folder out of the way, to `previous/`, so that a new one loses nothing.
 *
 * @returns whether there were any
 */
export async function setAside(folder: string): Promise<boolean> {
  const names = (await readdir(folder)).filter(name => [bestName, lastName, historyName].includes(name))
  if (names.length === 0) return false
  const previous = join(folder, 'previous')
  await rm(previous, { recursive: true, force: true })
  await mkdir(previous)
  for (const name of names) await rename(join(folder, name), join(previous, name))
  return true
}

/** @throws LstmError 'disk' when it cannot be written; then the path holds what it held before */
export async function writeTensorFile(path: string, file: TensorFile): Promise<void> {
  await writeChunks(path, encodeSafetensors(file), 'make room and go on with --resume')
}

/** @throws LstmError 'disk' when it cannot be written; then the path holds what it held before */
export async function writeChunks(path: string, chunks: Iterable<Uint8Array>, advice: string): Promise<void> {
  try {
    await writeFileAtomically(path, chunks)
  } catch (error) {
    throw new LstmError('disk', `cannot write ${path}: ${reason(error)}`, {
      hint: `the file that was there before is untouched; ${advice}`,
      cause: error,
    })
  }
}

/** @throws LstmError 'model' when the file is not there or not whole */
export async function readTensorFile(path: string): Promise<TensorFile> {
  const hint = "name a model with --checkpoint, or train one with 'lstm train'"
  return decodeSafetensors(await readNamedFile(path, 'model', hint), path)
}

/** @throws LstmError 'model' */
export async function readModel(path: string): Promise<Model> {
  return decodeModel(await readTensorFile(path), path)
}

/** Replaces history.jsonl: one JSON object a validation. */
export function writeHistory(folder: string, history: readonly Validation[]): Promise<void> {
  return writeFileAtomically(join(folder, historyName), [Buffer.from(history.map(historyLine).join(''))])
}

export function appendHistory(folder: string, validation: Validation): Promise<void> {
  return appendFile(join(folder, historyName), historyLine(validation))
}

/**
 * The validations of the training that a model comes from, from the history.jsonl beside it; none where there is no such
 * file, or where the model is not one that a training wrote there. A line torn by a power cut ends them.
 */
export async function readHistory(model: string): Promise<Validation[]> {
  if (![bestName, lastName].includes(basename(model))) return []
  const text = await readFile(join(dirname(model), historyName), 'utf8').catch(() => '')
  const history: Validation[] = []
  for (const line of text.split('\n')) {
    const validation = parseValidation(line)
    if (!validation) break
    history.push(validation)
  }
  return history
}

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

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

function historyLine(validation: Validation): string {
  return `${JSON.stringify(validation)}\n`
}

const validationFields = ['update', 'epoch', 'trainError', 'validationError', 'testError'] as const

function parseValidation(line: string): Validation | undefined {
  try {
    const value = JSON.parse(line)
    return validationFields.every(field => Number.isFinite(value[field])) ? value : undefined
  } catch {
    return undefined
  }
}

/** Model files on the disk. */
import { withHandle } from '../files/atomic.ts'
import { fill, readStream, withNamedFile } from '../files/read-file.ts'
import { writeNamedFile } from '../files/write-file.ts'
import {
  decodeSafetensors,
  encodeSafetensors,
  headerLength,
  readSafetensors,
  type TensorFile,
} from '../formats/safetensors.ts'
import { isFinished, type Model } from '../model/model.ts'
import { decodeModel } from './model-file.ts'
import { provenanceSchema } from './model-schema.ts'
import { parsed } from './schema.ts'

/** @throws LstmError 'model' when the file is not there or not whole */
export async function readTensorFile(path: string): Promise<TensorFile> {
  const hint = "name a model file, or a folder that a training wrote; 'lstm train' makes one"
  return withNamedFile(path, 'model', hint, async (handle, size) =>
    size === undefined
      ? decodeSafetensors(await readStream(handle, path, 'model'), path)
      : readSafetensors({ size, read: into => fill(handle, into) }, path),
  )
}

/** @throws LstmError 'model' when the file does not hold a whole model of this version */
export async function readModel(path: string): Promise<Model> {
  return decodeModel(await readTensorFile(path), path)
}

/**
 * Whether the model in a file is that of a finished training, by its header alone. What cannot be read counts as finished: to
 * use it tells what is wrong with it, and to pass it over would not.
 */
export async function isFinishedFile(path: string): Promise<boolean> {
  try {
    const { provenance } = await readMetadata(path)
    return isFinished(provenanceSchema(parsed(provenance)))
  } catch {
    return true
  }
}

/** What a model file says of itself, by its header alone. @throws whatever the system objects, and where it is no such file */
export async function readMetadata(path: string): Promise<Readonly<Record<string, string>>> {
  return withHandle(path, 'r', async handle => {
    const { size } = await handle.stat()
    const start = Buffer.alloc(Math.min(8, size))
    await fill(handle, start)
    const header = Buffer.alloc(headerLength(start, size, path))
    await fill(handle, header)
    return JSON.parse(header.toString('utf8')).__metadata__
  })
}

/**
 * @param hint what the user can do where it cannot be written
 * @throws LstmError 'disk' when it cannot be written; then the path holds what it held before
 */
export function writeTensorFile(
  path: string,
  file: TensorFile,
  hint = 'make room, or choose another place',
): Promise<void> {
  return writeNamedFile(path, encodeSafetensors(file), hint)
}

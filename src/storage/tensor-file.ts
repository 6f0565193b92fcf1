/** Model files on the disk. */
import { readNamedFile } from '../files/read-file.ts'
import { writeNamedFile } from '../files/write-file.ts'
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../formats/safetensors.ts'
import type { Model } from '../model/model.ts'
import { decodeModel } from './model-file.ts'

/** @throws LstmError 'model' when the file is not there or not whole */
export async function readTensorFile(path: string): Promise<TensorFile> {
  const hint = "name a model with --checkpoint, or train one with 'lstm train'"
  return decodeSafetensors(await readNamedFile(path, 'model', hint), path)
}

/** @throws LstmError 'model' when the file does not hold a whole model of this version */
export async function readModel(path: string): Promise<Model> {
  return decodeModel(await readTensorFile(path), path)
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

/** Models as files and bytes. Loaded when the first of them is read or written. */
import { concatenated } from '../formats/bytes.ts'
import { decodeSafetensors, encodeSafetensors } from '../formats/safetensors.ts'
import type { Model } from '../model/model.ts'
import { decodeModel, encodeModel } from '../storage/model-file.ts'
import { counted } from '../wording.ts'
import { disk } from './disk-node.ts'

/**
 * The model of a file, of a folder that a training wrote, or in bytes; where nothing is named, the pretrained one.
 *
 * @param name what messages call bytes
 * @throws LstmError 'model' when there is none
 */
export async function readModelFrom(
  source: string | URL | Uint8Array | undefined,
  name?: string,
): Promise<Model> {
  if (source instanceof Uint8Array) {
    const called = name ?? `the ${counted(source.length, 'byte')} given`
    // A copy: what the caller does with the bytes later is no concern of the model's.
    return decodeModel(decodeSafetensors(source.slice(), called), called)
  }
  return disk.readModel(source)
}

export function modelBytes(model: Model): Uint8Array {
  return concatenated([...encodeSafetensors(encodeModel(model))])
}

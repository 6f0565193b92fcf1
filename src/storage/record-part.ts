import type { StoredTensor } from '../formats/safetensors.ts'
import { type FloatTensor, recordNames, type TrainingRecord } from '../model/model.ts'
import type { Part } from './part.ts'
import { Misfit } from './schema.ts'

/** What the official script saves of a training, under its names. */
export const recordPart: Part<TrainingRecord> = {
  essential: false,
  encode: record => ({ metadata: {}, tensors: { ...record } as Record<string, StoredTensor> }),
  decode({ tensors }) {
    const entries = recordNames.flatMap(name => (tensors[name] ? [[name, floats(name, tensors[name])]] : []))
    return entries.length > 0 ? Object.fromEntries(entries) : undefined
  },
}

function floats(name: string, { shape, data }: StoredTensor): FloatTensor {
  const isOfFloats = data instanceof Float32Array || data instanceof Float64Array
  // An error on no text is not a number.
  const wrong = name === 'history_errs' ? isInfinite : (value: number) => !Number.isFinite(value)
  if (isOfFloats && !data.some(wrong)) return { shape, data }
  throw new Misfit('is no tensor of numbers', name)
}

function isInfinite(value: number): boolean {
  return Math.abs(value) === Number.POSITIVE_INFINITY
}

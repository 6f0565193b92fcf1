import type { StoredTensor } from '../../formats/safetensors.ts'
import { type FloatTensor, recordNames, type TrainingRecord } from '../../model/model.ts'
import { allFinite } from '../parameter-tensors.ts'
import { Misfit } from '../schema.ts'
import type { Part } from './part.ts'

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
  if ((data instanceof Float32Array || data instanceof Float64Array) && allFinite(data))
    return { shape, data }
  throw new Misfit('is no tensor of numbers', name)
}

/** The fingerprint of the training texts in a model file: its hashes or bits as a tensor, what they mean in the metadata. */
import { type Fingerprint, falseAlarms, textsIn } from '../../data/fingerprint.ts'
import { dictionary, Misfit, parsed, within } from '../schema.ts'
import type { Part } from './part.ts'

const name = 'fingerprint'

export const fingerprintPart: Part<Fingerprint> = {
  essential: false,
  encode(fingerprint) {
    const { kind } = fingerprint
    const data = kind === 'list' ? fingerprint.hashes : fingerprint.bits
    const meaning = {
      kind,
      texts: textsIn(fingerprint),
      falseAlarms: falseAlarms(fingerprint),
      ...(kind === 'filter' && { probes: fingerprint.probes }),
    }
    return {
      metadata: { [name]: JSON.stringify(meaning) },
      tensors: { [name]: { shape: [data.length], data } },
    }
  },
  decode({ metadata, tensors }) {
    const stored = metadata[name]
    if (stored === undefined) return undefined
    const { kind, probes, texts } = within(`its ${name}`, () => dictionary(parsed(stored)))
    const data = tensors[name]?.data
    if (kind === 'list' && data instanceof Float64Array && isAscending(data)) return { kind, hashes: data }
    const isFilter = kind === 'filter' && data instanceof Uint8Array && isPowerOfTwo(data.length)
    if (isFilter && isCount(probes, 64) && isCount(texts, 2 ** 31)) return { kind, bits: data, probes, texts }
    throw new Misfit('is neither a list of hashes nor a filter', `its ${name}`)
  },
}

function isAscending(hashes: Float64Array): boolean {
  return hashes.every((hash, i) => Number.isSafeInteger(hash) && (i === 0 || hash > hashes[i - 1]!))
}

function isPowerOfTwo(length: number): boolean {
  return length > 0 && (length & (length - 1)) === 0
}

function isCount(value: unknown, end: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value < end
}

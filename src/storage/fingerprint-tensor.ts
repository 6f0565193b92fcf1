/** The fingerprint of the training texts in a model file: its hashes or bits as a tensor, what they mean in the metadata. */
import { type Fingerprint, falseAlarms, textsIn } from '../data/fingerprint.ts'
import type { Tensor, TensorFile } from '../formats/safetensors.ts'

const name = 'fingerprint'

export function encodeFingerprint(fingerprint: Fingerprint): {
  readonly metadata: Record<string, string>
  readonly tensors: Record<string, Tensor>
} {
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
}

/** The fingerprint in a model file; undefined when it holds none. @throws Error when what it holds is none */
export function decodeFingerprint({ metadata, tensors }: TensorFile): Fingerprint | undefined {
  if (metadata[name] === undefined) return undefined
  const meaning: Readonly<Record<string, unknown>> = JSON.parse(metadata[name])
  const data = tensors[name]?.data
  if (meaning.kind === 'list' && data instanceof Float64Array && isAscending(data)) {
    return { kind: 'list', hashes: data }
  }
  const { probes, texts } = meaning
  if (
    data instanceof Uint8Array &&
    isPowerOfTwo(data.length) &&
    isCount(probes, 64) &&
    isCount(texts, 2 ** 31)
  ) {
    return { kind: 'filter', bits: data, probes, texts }
  }
  throw new Error('neither a list of hashes nor a filter')
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

import { describe, expect, it } from 'vitest'
import type { TensorFile } from '../../../src/formats/safetensors.ts'
import { pretrainedPath } from '../../../src/storage/model-choice.ts'
import { decodeModel, encodeModel } from '../../../src/storage/model-file.ts'
import { cascadePart } from '../../../src/storage/parts/cascade-part.ts'
import { readTensorFile } from '../../../src/storage/tensor-file.ts'

const cascade = { factor: 1.5, bound: 0.9, spared: 0.25 }
const holding = (stored: unknown): TensorFile => ({
  metadata: { cascade: JSON.stringify(stored) },
  tensors: {},
})

describe('from how sure on n-grams answer alone, in a model file', () => {
  it('comes back, and may be missing', () => {
    expect(cascadePart.decode(cascadePart.encode(cascade))).toEqual(cascade)
    expect(cascadePart.decode({ metadata: {}, tensors: {} })).toBeUndefined()
  })

  it.each([
    ['factor', { ...cascade, factor: 0 }],
    ['factor', { ...cascade, factor: undefined }],
    ['bound', { ...cascade, bound: 1.1 }],
    ['spared', { ...cascade, spared: 'all' }],
    ['shortest', { ...cascade, shortest: -1 }],
    ['cascade', []],
  ])('is refused with a wrong %s', (name, stored) => {
    expect(() => cascadePart.decode(holding(stored))).toThrow(name)
  })

  it('is refused in a model that has not both parts', async () => {
    const whole = encodeModel(decodeModel(await readTensorFile(pretrainedPath), pretrainedPath))
    expect(decodeModel(whole, 'm').cascade).toBeDefined()
    const { 'ngrams/keys': _, ...tensors } = whole.tensors
    const { ngrams: __, essential: ___, ...metadata } = whole.metadata
    expect(() => decodeModel({ metadata, tensors }, 'm')).toThrow('has not both')
  })
})

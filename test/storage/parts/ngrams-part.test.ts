import { describe, expect, it } from 'vitest'
import type { TensorFile } from '../../../src/formats/safetensors.ts'
import type { NgramPart } from '../../../src/model/ngram-part.ts'
import { ngramsPart } from '../../../src/storage/parts/ngrams-part.ts'

const two: NgramPart = {
  kinds: { words: 3, characters: [3, 6] },
  classes: 2,
  keys: { low: Uint32Array.of(1, 2 ** 32 - 1, 0), high: Uint32Array.of(5, 0, 7) },
  weights: Float32Array.of(0.5, -1.25, 0),
  bias: Float32Array.of(0.1),
}
const three: NgramPart = {
  ...two,
  kinds: { words: 2, characters: undefined },
  classes: 3,
  weights: Float32Array.from({ length: 9 }, (_, i) => i / 4),
  bias: Float32Array.of(0, 1, -1),
}

describe('ngramsPart', () => {
  it('gives back what was put in', () => {
    for (const part of [two, three]) expect(ngramsPart.decode(ngramsPart.encode(part))).toEqual(part)
  })

  it('finds none in a file of before', () => {
    expect(ngramsPart.decode({ metadata: {}, tensors: {} })).toBeUndefined()
  })

  it.each<[string, (file: TensorFile) => TensorFile]>([
    [
      'a tensor missing',
      ({ metadata, tensors }) => ({ metadata, tensors: { ...tensors, 'ngrams/keys': undefined! } }),
    ],
    [
      'a tensor of another type',
      ({ metadata, tensors }) => ({
        metadata,
        tensors: { ...tensors, 'ngrams/weights': tensors['ngrams/bias']! },
      }),
    ],
    [
      'weights for fewer n-grams',
      file => ({
        ...file,
        tensors: { ...file.tensors, 'ngrams/weights': ngramsPart.encode(three).tensors['ngrams/weights']! },
      }),
    ],
    [
      'a weight that is no number',
      ({ metadata }) => ({
        metadata,
        tensors: ngramsPart.encode({ ...two, weights: Float32Array.of(1, Number.NaN, 1) }).tensors,
      }),
    ],
    ['another number of classes', file => ({ ...file, metadata: { ngrams: '{"classes":4,"words":3}' } })],
    ['n-grams of four words', file => ({ ...file, metadata: { ngrams: '{"classes":2,"words":4}' } })],
    [
      'character n-grams the wrong way round',
      file => ({ ...file, metadata: { ngrams: '{"classes":2,"words":3,"characters":[6,3]}' } }),
    ],
  ])('refuses %s', (_, damage) => {
    expect(() => ngramsPart.decode(damage(ngramsPart.encode(two)))).toThrow(/ngrams/)
  })
})

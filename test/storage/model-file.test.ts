import { describe, expect, it } from 'vitest'
import { falseAlarms, fingerprintOf, salted } from '../../src/data/fingerprint.ts'
import { type Parameters, parameterNames, parameterShapes } from '../../src/engines/engine.ts'
import { LstmError } from '../../src/errors.ts'
import { fromFloat16, toFloat16 } from '../../src/formats/float16.ts'
import { decodeSafetensors, encodeSafetensors, type TensorFile } from '../../src/formats/safetensors.ts'
import type { ModelDescription } from '../../src/model/model.ts'
import { Random } from '../../src/random.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import {
  decodeModel,
  decodeTraining,
  encodeHalfModel,
  encodeModel,
  encodeTraining,
} from '../../src/storage/model-file.ts'
import { Vocabulary } from '../../src/text/vocabulary.ts'
import type { TrainingState } from '../../src/training/training-state.ts'

const sizes = { vocabulary: 5, embedding: 2, hidden: 2, classes: 2, pooling: 'mean' as const }
const random = new Random(1)
random.gaussian()

function parameters(): Parameters {
  const shapes = Object.entries(parameterShapes(sizes))
  return Object.fromEntries(
    shapes.map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1)
      return [name, Float32Array.from({ length }, () => random.gaussian())]
    }),
  ) as Record<(typeof parameterNames)[number], Float32Array>
}

const description: ModelDescription = {
  vocabulary: new Vocabulary(['the', '"a"', 'naïve']),
  labels: ['negative', 'positive'],
  hyperparameters: { ...defaults(hyperparameterTable), optimizer: 'rmsprop', batchSize: 7 },
  provenance: { producer: 'lstm test', source: { data: 'imdb' }, digest: 'abc' },
}
const state: TrainingState = {
  engine: {
    parameters: parameters(),
    accumulators: { rg: parameters(), rg2: parameters(), ud: parameters() },
    owed: Int32Array.of(0, 3, 0, 1, 2),
  },
  shuffles: random.state(),
  masks: new Random(2).state(),
  update: 12,
  epoch: 2,
  order: Int32Array.of(2, 0, 1),
  position: 1,
  history: [{ update: 10, epoch: 1, trainError: 0.1, validationError: 1 / 3, testError: 0.2 }],
  badCounter: 1,
  best: parameters(),
}
const throughBytes = (file: TensorFile) =>
  decodeSafetensors(new Uint8Array(Buffer.concat(encodeSafetensors(file))), 'x')

describe('a model file', () => {
  const model = { ...description, network: { sizes, parameters: parameters() } }

  it('gives back the whole model to the bit', () => {
    const back = decodeModel(throughBytes(encodeModel(model)), 'x')
    expect({ ...back, vocabulary: back.vocabulary?.words }).toEqual({
      ...model,
      vocabulary: model.vocabulary?.words,
    })
  })

  it('in half the size gives back the parameters rounded to float16, and all else to the bit', () => {
    const file = throughBytes(encodeHalfModel(model))
    const { network, ...rest } = decodeModel(file, 'x')
    const { network: whole, ...same } = model
    const [rounded, exact] = [network!.parameters, whole.parameters]
    expect({ ...rest, vocabulary: rest.vocabulary?.words }).toEqual({
      ...same,
      vocabulary: same.vocabulary?.words,
    })
    for (const name of parameterNames) {
      expect(file.tensors[name]!.data.byteLength).toBe(2 * exact[name].length)
      expect(rounded[name]).toEqual(fromFloat16(toFloat16(exact[name])))
      expect(rounded[name]).not.toEqual(exact[name])
    }
  })

  it('can do without a vocabulary', () => {
    const { vocabulary: _, ...ids } = model
    expect(
      decodeModel(throughBytes(encodeModel({ ...ids, vocabulary: undefined })), 'x').vocabulary,
    ).toBeUndefined()
  })

  it('may have embeddings without words, as the official script makes them', () => {
    const vocabulary = new Vocabulary(['the'])
    const back = decodeModel(throughBytes(encodeModel({ ...model, vocabulary })), 'x')
    expect(back.vocabulary?.words).toEqual(['the'])
  })

  it('keeps the record of the training, in both precisions', () => {
    const record = {
      test_err: { shape: [], data: Float32Array.of(0.2) },
      history_errs: { shape: [2, 2], data: Float64Array.of(0.1, 0.2, 0.3, 0.4) },
    }
    expect(decodeModel(throughBytes(encodeModel({ ...model, record })), 'x').record).toEqual(record)
  })

  it.each([
    ['a few texts', 3],
    ['so many that it is a filter', 70_000],
  ])('keeps the fingerprint of %s, and how often it is wrong', (_, texts) => {
    const fingerprint = fingerprintOf(Float64Array.from({ length: texts }, (_, i) => salted(i, 1)))
    const file = throughBytes(encodeModel({ ...model, fingerprint }))
    expect(decodeModel(file, 'x').fingerprint).toEqual(fingerprint)
    expect(JSON.parse(file.metadata.fingerprint!)).toMatchObject({
      texts,
      falseAlarms: falseAlarms(fingerprint),
    })
    const training = throughBytes(
      encodeTraining({ description: { ...description, fingerprint }, sizes, state }),
    )
    expect(decodeTraining(training, 'x').description.fingerprint).toEqual(fingerprint)
  })

  it.each<[string, string, Float64Array | Uint8Array]>([
    ['hashes in no order', '{"kind":"list"}', Float64Array.of(2, 1)],
    ['hashes that are none', '{"kind":"list"}', Float64Array.of(Number.NaN)],
    ['a filter of an odd size', '{"kind":"filter","probes":3,"texts":9}', new Uint8Array(3)],
    ['a filter without its numbers', '{"kind":"filter"}', new Uint8Array(4)],
    ['no JSON', '{', new Uint8Array(4)],
  ])('is refused when its fingerprint is %s', (_, meaning, data) => {
    const { metadata, tensors } = encodeModel(model)
    const file = {
      metadata: { ...metadata, fingerprint: meaning },
      tensors: { ...tensors, fingerprint: { shape: [data.length], data } },
    }
    expect(() => decodeModel(file, 'm.safetensors')).toThrow(
      /^m\.safetensors cannot be used: its fingerprint cannot be read/,
    )
  })

  it.each<[string, (file: TensorFile) => TensorFile]>([
    ['another program', file => ({ ...file, metadata: { ...file.metadata, format: 'other' } })],
    ['a later format', file => ({ ...file, metadata: { ...file.metadata, format_version: '2' } })],
    ['a missing tensor', ({ tensors: { b: _, ...tensors }, metadata }) => ({ metadata, tensors })],
    ['a label too few', file => ({ ...file, metadata: { ...file.metadata, labels: '["one"]' } })],
    [
      'a word too many',
      file => ({ ...file, metadata: { ...file.metadata, vocabulary: '["a","b","c","d"]' } }),
    ],
    ['labels that are no JSON', file => ({ ...file, metadata: { ...file.metadata, labels: '[' } })],
  ])('is refused when it is of %s', (_, change) => {
    const decode = () => decodeModel(change(encodeModel(model)), 'm.safetensors')
    expect(decode).toThrow(LstmError)
    expect(decode).toThrow(/^m\.safetensors cannot be used/)
  })
})

describe('the file a training resumes from', () => {
  const file = () => throughBytes(encodeTraining({ description, sizes, state }))

  it('gives back the whole state to the bit', () => {
    expect(decodeTraining(file(), 'x').state).toEqual(state)
  })

  it('gives back a state before the first update and the first validation', () => {
    const fresh: TrainingState = {
      ...state,
      engine: { parameters: parameters(), accumulators: {} },
      best: undefined,
      history: [],
      order: new Int32Array(0),
      shuffles: { ...state.shuffles, gaussian: undefined },
    }
    expect(
      decodeTraining(throughBytes(encodeTraining({ description, sizes, state: fresh })), 'x').state,
    ).toEqual(fresh)
  })

  it('is also a model, with all postponed updates made', () => {
    const { Wemb } = decodeModel(file(), 'x').network!.parameters
    const { parameters: raw, accumulators } = state.engine
    expect(Wemb.subarray(0, 2)).toEqual(raw.Wemb.subarray(0, 2))
    expect(Math.abs(Wemb[6]! - (raw.Wemb[6]! + 0.9 * accumulators.ud!.Wemb[6]!))).toBeLessThan(1e-6)
  })

  it('is not to be had from a model file', () => {
    const model = throughBytes(encodeModel({ ...description, network: { sizes, parameters: parameters() } }))
    expect(() => decodeTraining(model, 'best.safetensors')).toThrow(/no training that could be resumed/)
  })
})

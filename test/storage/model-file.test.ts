import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { falseAlarms, fingerprintOf, salted } from '../../src/data/fingerprint.ts'
import { type Parameters, parameterNames, parameterShapes } from '../../src/engines/engine.ts'
import { LstmError } from '../../src/errors.ts'
import { fromFloat16, toFloat16 } from '../../src/formats/float16.ts'
import {
  decodeSafetensors,
  encodeSafetensors,
  type StoredTensor,
  type TensorFile,
} from '../../src/formats/safetensors.ts'
import type { ModelDescription } from '../../src/model/model.ts'
import { Random } from '../../src/random.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import { decodeModel, encodeHalfModel, encodeModel } from '../../src/storage/model-file.ts'
import { decodeTraining, encodeTraining } from '../../src/storage/training-file.ts'
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

  it('is not written as float16 where a number is too large for it', () => {
    const { network, ...rest } = model
    const large = { ...network.parameters, b: Float32Array.of(1e5, 0) }
    expect(() => encodeHalfModel({ ...rest, network: { sizes, parameters: large } })).toThrow(
      /^b holds a number that is too large for float16/,
    )
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
    // Vitest compares a million bytes in seconds, Node in none.
    expect(isDeepStrictEqual(decodeModel(file, 'x').fingerprint, fingerprint)).toBe(true)
    expect(JSON.parse(file.metadata.fingerprint!)).toMatchObject({
      texts,
      falseAlarms: falseAlarms(fingerprint),
    })
    const training = throughBytes(
      encodeTraining({ description: { ...description, fingerprint }, sizes, state }),
    )
    expect(isDeepStrictEqual(decodeTraining(training, 'x').description.fingerprint, fingerprint)).toBe(true)
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
      /^m\.safetensors cannot be used: its fingerprint is/,
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

describe('a model file that is whole, but not what it should be,', () => {
  const model = { ...description, network: { sizes, parameters: parameters() } }
  const change = (
    metadata: Record<string, string | undefined>,
    tensors: Record<string, StoredTensor> = {},
  ) => {
    const file = encodeModel(model)
    const entries = Object.entries({ ...file.metadata, ...metadata }).filter(
      ([, value]) => value !== undefined,
    )
    return { metadata: Object.fromEntries(entries), tensors: { ...file.tensors, ...tensors } } as TensorFile
  }
  const provenance = (fields: object) => ({ provenance: JSON.stringify({ producer: 'p', ...fields }) })
  const floats = (shape: number[], value: number) => ({
    shape,
    data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
  })

  it.each<[string, TensorFile, string]>([
    ['labels that are no texts', change({ labels: '[1, 2]' }), 'its labels[0] is no text'],
    ['labels twice the same', change({ labels: '["a", "a"]' }), 'its labels[1] is "a" a second time'],
    ['an empty label', change({ labels: '["a", ""]' }), 'its labels[1] is "": no name'],
    [
      'a label that breaks the line',
      change({ labels: '["a", "b\\nc"]' }),
      'its labels[1] is "b\\nc": no name',
    ],
    ['labels that are no list', change({ labels: '{"length": 2}' }), 'its labels is no list'],
    ['no labels', change({ labels: undefined }), 'its labels is missing'],
    ['settings that are a list', change({ hyperparameters: '[]' }), 'its hyperparameters is no object'],
    ['settings that are null', change({ hyperparameters: 'null' }), 'its hyperparameters is no object'],
    [
      'a setting of a wrong value',
      change({ hyperparameters: '{"batchSize":0}' }),
      'its setting batchSize is 0',
    ],
    ['provenance null', change({ provenance: 'null' }), 'its provenance is no object'],
    ['no producer', change({ provenance: '{}' }), 'its provenance.producer is missing'],
    ['a source that is a text', change(provenance({ source: 'imdb' })), 'its provenance.source is no object'],
    [
      'a path that is a number',
      change(provenance({ source: { data: 7 } })),
      'its provenance.source.data is no text',
    ],
    [
      'a temperature of 0',
      change(provenance({ temperature: 0 })),
      'its provenance.temperature is no number above 0',
    ],
    [
      'results of a wrong shape',
      change(provenance({ results: { updates: 1 } })),
      'its provenance.results.train is missing',
    ],
    ['words that are no texts', change({ vocabulary: '["the", null]' }), 'its vocabulary[1] is no text'],
    ['a word twice', change({ vocabulary: '["the", "the"]' }), "the vocabulary has the word 'the' twice"],
    ['no words', change({ vocabulary: '[]' }), 'the vocabulary has no words'],
    ['NaN', change({}, { U: floats([2, 2], Number.NaN) }), 'U holds a number that is not finite'],
    ['infinity', change({}, { Wemb: floats([5, 2], -Infinity) }), 'Wemb holds a number that is not finite'],
    ['a record of NaN', change({}, { test_err: floats([], Number.NaN) }), 'test_err is no tensor of numbers'],
    [
      'a sum of postponed updates that does not fit',
      change({}, { owed: { shape: [1], data: Int32Array.of(1) } }),
      'owed',
    ],
  ])('is refused in one line: %s', (_, file, what) => {
    const error = (() => {
      try {
        return decodeModel(throughBytes(file), 'm.safetensors')
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toMatchObject({
      code: 'model',
      message: expect.stringContaining(`m.safetensors cannot be used: ${what}`),
    })
    expect((error as LstmError).message).not.toContain('\n')
  })

  it('is refused with an error of ours whatever a field holds', () => {
    const fields = [
      'labels',
      'hyperparameters',
      'provenance',
      'vocabulary',
      'fingerprint',
      'essential',
      'format_version',
    ]
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.oneof(fc.json(), fc.string()), (name, value) => {
        try {
          decodeModel(change({ [name]: value }), 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(LstmError)
          expect((error as LstmError).code).toBe('model')
        }
      }),
    )
  })

  it.each([
    [
      'a setting',
      { hyperparameters: '{"attention":"yes"}' },
      'it has a setting "attention", which is not known',
    ],
    ['a format', { format_version: '2' }, 'it has the format version 2, not 1'],
    ['a part', { essential: '["ngrams-2"]' }, 'it has a part named "ngrams-2"'],
  ])('names the version that knows it: %s of a later one', (_, metadata, what) => {
    expect(() => decodeModel(change({ ...metadata, written_by: '7.1.0' }), 'x')).toThrow(
      expect.objectContaining({
        code: 'model',
        message: expect.stringContaining(what),
        hint: 'it was written by lstm 7.1.0: install that version or a later one',
      }),
    )
    expect(() => decodeModel(change(metadata), 'x')).toThrow(expect.objectContaining({ code: 'model' }))
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
      position: 0,
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

  it.each<[string, Record<string, unknown>, Record<string, StoredTensor>, string]>([
    ['no number of updates', { update: undefined }, {}, 'its training.update is missing'],
    ['a history that is none', { history: [{}] }, {}, 'its training.history[0].update is missing'],
    ['a position behind the end', { position: 4 }, {}, 'order is no order of texts'],
    [
      'a text twice',
      {},
      { order: { shape: [3], data: Int32Array.of(0, -1, 1) } },
      'order is no order of texts',
    ],
    [
      'a text that is not there',
      {},
      { order: { shape: [1], data: Int32Array.of(7) } },
      'order is no order of texts',
    ],
    [
      'half a generator',
      {},
      { masks: { shape: [2], data: Uint32Array.of(1, 2) } },
      'masks is no state of a random generator',
    ],
    [
      'half of the accumulators',
      {},
      { 'ud/Wemb': { shape: [1], data: Float32Array.of(1) } },
      'ud/Wemb is not',
    ],
  ])('is refused in one line with %s', (_, fields, tensors, what) => {
    const whole = file()
    const training = JSON.stringify({ ...JSON.parse(whole.metadata.training!), ...fields })
    const changed = {
      metadata: { ...whole.metadata, training },
      tensors: { ...whole.tensors, ...tensors },
    }
    expect(() => decodeTraining(changed, 'l.safetensors')).toThrow(
      expect.objectContaining({
        code: 'model',
        message: expect.stringContaining(`l.safetensors cannot be used: ${what}`),
      }),
    )
  })
})

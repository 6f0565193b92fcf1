import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeNpz, encodeNpz, type NumpyArrays } from '../../src/formats/npz.ts'
import { encodeOfficialModel, readOfficialModel, readOfficialOptions } from '../../src/storage/official.ts'
import { pickled } from '../data/pickled.ts'
import { temporaryFolder } from '../data/temporary-folder.ts'
import { officialFile, officialPath } from './official-files.ts'

const arrays = await decodeNpz(officialFile('lstm_model.npz'), 'x')
const written = async (changed: NumpyArrays) =>
  join(await temporaryFolder({ 'a.npz': Buffer.concat(encodeNpz(changed)) }), 'a.npz')

describe("the official script's model", () => {
  it('is read with its record', async () => {
    const { sizes, parameters, record, rounded } = await readOfficialModel(officialPath('lstm_model.npz'))
    expect(sizes).toEqual({ vocabulary: 40, embedding: 6, hidden: 6, classes: 2, pooling: 'mean' })
    expect(parameters.lstm_U).toEqual(arrays.lstm_U!.data)
    expect(record.history_errs).toEqual({
      shape: [3, 2],
      data: Float64Array.of(0.5, 0.48, 0.25, 0.3125, 0.2, 0.31),
    })
    expect(record.test_err).toEqual({ shape: [], data: Float64Array.of(0.31) })
    expect(rounded).toBe(false)
  })

  it('is rounded where it was saved in float64', async () => {
    const { parameters, record, rounded } = await readOfficialModel(officialPath('lstm_model-float64.npz'))
    expect(rounded).toBe(true)
    expect(parameters.lstm_U).toEqual(arrays.lstm_U!.data)
    expect(Object.keys(record)).toEqual(['history_errs'])
  })

  it('is written to the arrays it was read from', async () => {
    const model = await readOfficialModel(officialPath('lstm_model.npz'))
    expect({ ...encodeOfficialModel(model) }).toEqual({ ...arrays })
  })

  const { b: _, ...withoutB } = arrays
  it.each<[what: string, arrays: NumpyArrays, message: RegExp]>([
    ['without b', withoutB, /b is not in it/],
    ['with another network', { ...arrays, gru_W: arrays.b! }, /it holds gru_W/],
    ['of whole numbers', { ...arrays, b: { shape: [2], data: Int32Array.of(1, 2) } }, /b holds no floats/],
    [
      'of another shape',
      { ...arrays, lstm_b: { shape: [23], data: new Float32Array(23) } },
      /lstm_b has the shape \[23\], not \[24\]/,
    ],
    ['of nothing', { ...arrays, U: { shape: [0, 0], data: new Float32Array(0) } }, /lstm_W has the shape/],
    [
      'of one class',
      {
        ...arrays,
        U: { shape: [6, 1], data: new Float32Array(6) },
        b: { shape: [1], data: new Float32Array(1) },
      },
      /fewer than two classes/,
    ],
  ])('is refused %s', async (_what, changed, message) => {
    await expect(readOfficialModel(await written(changed))).rejects.toMatchObject({
      name: 'LstmError',
      code: 'model',
      message: expect.stringMatching(message),
    })
  })

  it('is missed', async () => {
    await expect(readOfficialModel('/none.npz')).rejects.toThrow(/there is no file \/none.npz/)
  })
})

describe('its options', () => {
  it.each(['lstm_model.npz.pkl', 'options-protocol0.pkl'])('are settings of ours: %s', async name => {
    expect(await readOfficialOptions(officialPath(name))).toMatchObject({
      optimizer: 'adadelta',
      dropout: true,
      dimension: 6,
      vocabularySize: 40,
      maxlen: 100,
      testSize: 500,
      learningRate: 0.0001,
    })
  })

  it('need not be there', async () => {
    expect(await readOfficialOptions('/none.npz.pkl')).toBeUndefined()
  })

  it('may say all test texts', async () => {
    const folder = await temporaryFolder({
      'o.pkl': pickled(
        new Map([
          ['test_size', -1],
          ['noise_std', 0],
        ]),
      ),
    })
    expect(await readOfficialOptions(join(folder, 'o.pkl'))).toEqual({ testSize: 0 })
  })

  it('are left out where they cannot be had here, but for the dropout, which decides the answers', async () => {
    const folder = await temporaryFolder({
      'o.pkl': pickled(
        new Map([
          ['patience', -3],
          ['optimizer', 7],
          ['batch_size', 8],
        ]),
      ),
      'd.pkl': pickled(new Map([['use_dropout', 7]])),
    })
    expect(await readOfficialOptions(join(folder, 'o.pkl'))).toEqual({ batchSize: 8 })
    await expect(readOfficialOptions(join(folder, 'd.pkl'))).rejects.toThrow(/dropout is 7/)
  })

  it('are refused where they are something else, or want to be run', async () => {
    const folder = await temporaryFolder({
      'l.pkl': pickled([1]),
    })
    await expect(readOfficialOptions(join(folder, 'l.pkl'))).rejects.toThrow(/does not hold the options/)
    await copyFile(officialPath('malice.pkl'), join(folder, 'm.pkl'))
    await expect(readOfficialOptions(join(folder, 'm.pkl'))).rejects.toThrow(/posix.system to be run/)
  })
})

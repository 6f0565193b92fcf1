import { spawnSync } from 'node:child_process'
import util from 'node:util'
import { expect, it } from 'vitest'
import { loadTensorFlow } from '../../../src/engines/tensorflow/library.ts'
import { LstmError } from '../../../src/errors.ts'
import { skip } from './installation.ts'

function errorOf(load: () => unknown): LstmError {
  try {
    loadTensorFlow(load)
  } catch (error) {
    if (error instanceof LstmError) return error
  }
  throw new Error('no LstmError')
}

it.each([
  [
    'missing',
    "Cannot find module '@tensorflow/tfjs-node'\nRequire stack:\n- somewhere",
    /needs @tensorflow\/tfjs-node, which is not installed$/,
  ],
  [
    'without a dependency of its own',
    "Cannot find module 'long'",
    /does not load: Cannot find module 'long'$/,
  ],
])('a library %s is one line, with a way out and a way around', (_, reason, message) => {
  const error = errorOf(() => {
    throw Object.assign(new Error(reason), { code: 'MODULE_NOT_FOUND' })
  })
  expect(error.code).toBe('usage')
  expect(error.message).toMatch(message)
  expect(error.hint).toMatch(/npm run setup:tensorflow.*the engine wasm/)
})

it('a library that was not built is an error with its reason', () => {
  const error = errorOf(() => {
    throw new Error('The addon can not be found at /there\nPlease run something')
  })
  expect(error.message).toMatch(/is installed but does not load: The addon can not be found at \/there$/)
})

it('the functions of node:util that it calls are there, and warn of nothing', () => {
  const warnings: Error[] = []
  const listen = (warning: Error) => warnings.push(warning)
  process.on('warning', listen)
  errorOf(() => {
    throw new Error('not now')
  })
  const { isArray, isNullOrUndefined } = util as unknown as Record<string, (value: unknown) => boolean>
  expect([[], {}].map(isArray!)).toEqual([true, false])
  expect([null, undefined, 0, ''].map(isNullOrUndefined!)).toEqual([true, true, false, false])
  process.off('warning', listen)
  expect(warnings).toEqual([])
})

it.skipIf(skip)('it loads and computes without a word on the terminal', () => {
  const program = `
    import { openPredictor } from './src/engines/tensorflow/index.ts'
    const sizes = { vocabulary: 2, embedding: 1, hidden: 1, classes: 2, pooling: 'mean' }
    const zeros = length => new Float32Array(length)
    const parameters = { Wemb: zeros(2), lstm_W: zeros(4), lstm_U: zeros(4), lstm_b: zeros(4), U: zeros(2), b: zeros(2) }
    const predictor = await openPredictor({ sizes, parameters, keepProbability: 1, threads: 1 })
    const [p] = await predictor.probabilities({ tokens: Int32Array.of(1), lengths: Int32Array.of(1) })
    process.exitCode = p === 0.5 ? 0 : 1`
  const options = ['--import', 'tsx', '--input-type', 'module', '--eval', program]
  const { status, stdout, stderr } = spawnSync(process.execPath, options, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  })
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' })
})

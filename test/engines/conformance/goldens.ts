import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type LabelledMinibatch,
  type ParameterName,
  type Parameters,
  parameterNames,
  type Sizes,
} from '../../../src/engines/engine.ts'
import type { FloatArray } from '../../../src/engines/reference/arrays.ts'
import { settle } from '../../../src/engines/settle.ts'
import { movement, relativeError } from '../relative-error.ts'
import { type Candidate, fresh, withEngine, withPredictor } from './candidate.ts'
import type { OfficialOptimizer } from './lessons.ts'

type Matrix = number[] | number[][]

interface GoldenCase {
  V: number
  D: number
  classes: number
  decay: number
  optimizer: OfficialOptimizer['name']
  lrate: number
  parameters: Record<ParameterName, Matrix>
  batches: { tokens_time_major: number[][]; lengths: number[]; labels: number[] }[]
  first: { probabilities: number[][]; cost: number; gradients: Record<ParameterName, Matrix> }
  costs: number[]
  after: Record<ParameterName, Matrix>
}

const file = new URL('../../fixtures/official-tiny.json', import.meta.url)
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Record<string, GoldenCase> }

/** What the official script computed on Theano in float64: test/fixtures/README.md. */
export function goldens(candidate: Candidate): void {
  const { tolerance, trainedTolerance } = candidate
  describe.each(Object.entries(cases))(`Theano's %s, to ${tolerance} relative`, (_name, golden) => {
    const { setup, parameters, batches } = read(golden, candidate)
    const { first, after, costs } = golden

    it('probabilities', async () => {
      const { sizes } = setup
      const actual = await withPredictor(candidate, { sizes, parameters, keepProbability: 0.5 }, predictor =>
        predictor.probabilities(batches[0]!),
      )
      expect(relativeError(actual, first.probabilities.flat())).toBeLessThanOrEqual(tolerance)
    })

    it('cost and all six gradients', async () => {
      const { cost, gradients } = await withEngine(candidate, setup, engine => engine.gradients(batches[0]!))
      expect(relativeError([cost], [first.cost])).toBeLessThanOrEqual(tolerance)
      for (const name of parameterNames) {
        const error = relativeError(gradients[name], first.gradients[name].flat())
        expect(error, name).toBeLessThanOrEqual(tolerance)
      }
    })

    it(`20 updates: every cost and parameter, and how far each moved to ${trainedTolerance}`, async () => {
      const actual: number[] = []
      const state = await withEngine(candidate, setup, async engine => {
        for (const batch of batches) actual.push(await engine.update(batch))
        return settle(await engine.state(), setup.optimizer, setup.sizes)
      })
      expect(relativeError(actual, costs)).toBeLessThanOrEqual(tolerance)
      for (const name of parameterNames) {
        const [end, expectedEnd] = [state.parameters[name], after[name].flat()]
        expect(relativeError(end, expectedEnd), name).toBeLessThanOrEqual(tolerance)
        const moved = movement(parameters[name], end)
        const expected = movement(golden.parameters[name].flat(), expectedEnd)
        expect(relativeError(moved, expected), name).toBeLessThanOrEqual(trainedTolerance)
      }
    })
  })
}

/** A golden case in the contract's terms. */
function read(golden: GoldenCase, { precision }: Candidate) {
  const { V, D, classes, decay, optimizer: name, lrate } = golden
  const sizes: Sizes = { vocabulary: V, embedding: D, hidden: D, classes, pooling: 'mean' }
  const parameters = Object.fromEntries(
    parameterNames.map(name => [name, new precision(golden.parameters[name].flat())]),
  ) as unknown as Parameters<FloatArray>
  const optimizer: OfficialOptimizer = name === 'sgd' ? { name, learningRate: lrate } : { name }
  const batches = golden.batches.map(
    ({ tokens_time_major, lengths, labels }): LabelledMinibatch => ({
      tokens: Int32Array.from(tokens_time_major.flat()),
      lengths: Int32Array.from(lengths),
      labels: Int32Array.from(labels),
    }),
  )
  return { setup: { sizes, state: fresh(parameters), optimizer, weightDecay: decay }, parameters, batches }
}

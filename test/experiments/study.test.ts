import { beforeAll, describe, expect, it } from 'vitest'
import { type CellResult, compareCells, type Trainer } from '../../src/experiments/study.ts'
import {
  originalMomentum,
  originalSettings,
  type StudySettings,
  trainNetwork,
} from '../../src/experiments/study-training.ts'
import type { CellName } from '../../src/experiments/variants.ts'

const here: Trainer = async job => trainNetwork(job)
const run = (cells: readonly CellName[], settings: StudySettings) => compareCells(cells, settings, [1], here)
const fresh = (results: readonly CellResult[], cell: CellName) =>
  results.find(result => result.cell === cell)!.freshError.mean

describe('the findings, on one seed of the real experiment with a quarter of its sequences', () => {
  // A quarter of the sequences at four times the rate: the same way in a quarter of the time.
  const settings: StudySettings = {
    ...originalSettings,
    sequences: 25,
    optimizer: { ...originalMomentum, rate: 0.004 },
  }
  let results: CellResult[]
  let faster: CellResult[]
  let adam: CellResult[]

  beforeAll(async () => {
    results = await run(['elman', 'tied', 'lstm-forget', 'tied-open', 'lstm-open', 'elman-quarter'], settings)
    faster = await run(['tied', 'lstm-forget'], {
      ...settings,
      optimizer: { ...originalMomentum, rate: 0.02 },
    })
    adam = await run(['tied', 'lstm-forget'], {
      ...originalSettings,
      epochs: 100,
      optimizer: { name: 'adam', rate: 0.01, decay: 0.96 },
    })
  }, 60_000)

  it('tied and the proper LSTM do far worse than elman, as the user saw', () => {
    expect(fresh(results, 'tied')).toBeGreaterThan(5 * fresh(results, 'elman'))
    expect(fresh(results, 'lstm-forget')).toBeGreaterThan(5 * fresh(results, 'elman'))
  })

  it('opening the gates alone repairs both, though tied-open still shares its weights', () => {
    expect(fresh(results, 'tied-open')).toBeLessThan(fresh(results, 'tied') / 4)
    expect(fresh(results, 'lstm-open')).toBeLessThan(fresh(results, 'lstm-forget') / 4)
  })

  it('an Elman network with a quarter of its output does worse than either', () => {
    expect(fresh(results, 'elman-quarter')).toBeGreaterThan(fresh(results, 'tied'))
    expect(fresh(results, 'elman-quarter')).toBeGreaterThan(fresh(results, 'lstm-forget'))
  })

  it('a larger rate alone repairs both', () => {
    expect(fresh(faster, 'tied')).toBeLessThan(fresh(results, 'tied') / 4)
    expect(fresh(faster, 'lstm-forget')).toBeLessThan(fresh(results, 'lstm-forget') / 4)
  })

  it('tying costs a factor of its own once training gets there', () => {
    expect(fresh(adam, 'tied')).toBeGreaterThan(1.5 * fresh(adam, 'lstm-forget'))
  })
})

describe('a study', () => {
  const quick: StudySettings = { ...originalSettings, epochs: 3, sequences: 4 }

  it('gives the same figures for the same seed, and others for another', async () => {
    const once = (seed: number) => trainNetwork({ cell: 'lstm', settings: quick, seed })
    expect(once(7).curve).toEqual(once(7).curve)
    expect(once(7).freshError).toEqual(once(7).freshError)
    expect(once(8).freshError).not.toEqual(once(7).freshError)
  })

  it('measures every cell on the same fresh sequences', () => {
    const target = (cell: CellName) => trainNetwork({ cell, settings: quick, seed: 7 }).example.target
    expect(target('lstm')).toEqual(target('elman'))
  })

  it('summarizes the seeds by mean and standard deviation', async () => {
    const [result] = await compareCells(['elman'], quick, [1, 2, 3], here)
    const errors = result!.runs.map(({ freshError }) => freshError.reduce((a, b) => a + b) / 3)
    const mean = errors.reduce((a, b) => a + b) / 3
    const variance = errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / 2
    expect(result!.freshError.mean).toBeCloseTo(mean, 12)
    expect(result!.freshError.spread).toBeCloseTo(Math.sqrt(variance), 12)
  })

  it('reports a training that diverged as an error that is not finite', () => {
    const optimizer = { ...originalMomentum, rate: 1e6 }
    const { curve, freshError } = trainNetwork({
      cell: 'elman',
      settings: { ...quick, epochs: 100, optimizer },
      seed: 1,
    })
    expect(freshError.some(Number.isFinite)).toBe(false)
    expect(curve.at(-1)).toBeNaN()
  })
})

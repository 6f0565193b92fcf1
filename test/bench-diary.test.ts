import { expect, it } from 'vitest'
import { changeLine, changes, lastRun, runOf, saveRun } from '../bench/diary.ts'
import { summary } from '../bench/measure.ts'
import { Random } from '../src/random.ts'
import { temporaryFolder } from './run-lstm.ts'

/** Times around this many milliseconds, with a deviation of 5 %. */
const around = (milliseconds: number, seed: number) => {
  const random = new Random(seed)
  return Array.from({ length: 60 }, () => milliseconds * (1 + 0.05 * random.gaussian()))
}

const run = (seed: number, factor: number) =>
  runOf('a-machine', 0.1, [
    summary('as-before', 1, around(10, seed)),
    summary('changed', 2, around(10 * factor, seed + 1)),
  ])

it('keeps the single times of a run, and finds the newest of a machine', () => {
  const folder = temporaryFolder()
  expect(lastRun(folder, 'a-machine')).toBeUndefined()
  const kept = run(1, 1)
  saveRun(folder, { ...kept, date: '2026-01-02T03:04:05.678Z' })
  saveRun(folder, kept)
  saveRun(folder, { ...kept, machine: 'other', date: '2099-01-01T00:00:00.000Z' })
  expect(lastRun(folder, 'a-machine')).toEqual(kept)
  expect(kept.measurements[0]!.times_ms).toHaveLength(60)
})

it('tells a change of 10 % from noise of 5 %', () => {
  for (const [factor, verdict] of [
    [0.9, 'faster'],
    [1.1, 'slower'],
  ] as const) {
    const [same, changed] = changes(run(1, 1), run(5, factor))
    expect(changeLine(same!)).toMatch(/^as-before +[\d.]+ \([\d.]+ to [\d.]+\) within the noise$/)
    expect(changeLine(changed!)).toMatch(new RegExp(`^changed x2 .* ${verdict}$`))
    expect(Math.abs(changed!.ratio / factor - 1)).toBeLessThan(0.04)
  }
})

it('passes over what only one of two runs measured, or with other threads', () => {
  const now = runOf('a-machine', 0, [summary('as-before', 2, [1]), summary('new', 1, [1])])
  expect(changes(run(1, 1), now)).toEqual([])
})

import { describe, expect, it } from 'vitest'
import {
  doubtsOf,
  joinedDoubts,
  labelErrorFinding,
  ofOneLabel,
  ofOthers,
  suspectsOf,
} from '../../src/check/label-errors.ts'

/** @param rows the label of each text, and the probabilities of all labels */
function suspected(rows: readonly (readonly [label: number, ...probabilities: number[]])[]) {
  const classes = rows[0]!.length - 1
  const logs = Float64Array.from(rows.flatMap(([, ...probabilities]) => probabilities.map(Math.log)))
  const heldOut = Int32Array.from(rows.keys())
  const labels = Int32Array.from(rows, ([label]) => label)
  return suspectsOf(doubtsOf({ heldOut, logs }, labels, classes), labels, classes).map(
    ({ index, likely }) => [index, likely],
  )
}

describe('labels in doubt', () => {
  it('are those of texts for which another label is as probable as it is for its own, the likeliest error first', () => {
    expect(
      suspected([
        [0, 0.9, 0.1],
        [0, 0.7, 0.3],
        [0, 0.2, 0.8],
        [1, 0.1, 0.9],
        [1, 0.3, 0.7],
        [1, 0.95, 0.05],
        [0, 0.48, 0.52],
      ]),
    ).toEqual([
      [5, 0],
      [2, 1],
    ])
  })

  it('are not those of a text whose own label is the more probable, however rarely another one is probable', () => {
    const usual = Array.from({ length: 50 }, (_, i) => [0, 0.5 + i / 200, 0.48 - i / 200, 0.02] as const)
    const rare = [2, 0.7, 0.29, 0.01] as const
    expect(suspected([...usual, [1, 0.1, 0.88, 0.02], rare])).toEqual([[51, 0]])
  })

  it('are not those for which the most probable label is less probable than all others together', () => {
    const hard = Array.from({ length: 40 }, (_, i) => [i % 3, 0.36, 0.33, 0.31] as const)
    expect(suspected([...hard, [1, 0.49, 0.3, 0.21], [1, 0.51, 0.29, 0.2]])).toEqual([[41, 0]])
  })

  it('are not told by models that know no more than which label is the most frequent', () => {
    const suspects = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ index, likely: 1, margin: -2 }))
    const told = (accuracy: number, count = 1) =>
      labelErrorFinding('train', suspects(count), { texts: 60, accuracy, majority: 0.6 }, ['a', 'b']).map(
        ({ message }) => message,
      )
    expect(told(0.6)).toEqual([])
    expect(told(0.8)).toEqual([
      '1 of 60 training texts may have a wrong label, or be hard, by models of the other texts, which are right about 80.0 %: look at it',
    ])
    expect(told(0.8, 60)[0]).toMatch(/: look at them$/)
    expect(told(0.8, 101)[0]).toMatch(/: look at the first 100$/)
  })

  it('are those of labels as they are meant: what is said for all ways of writing one is said for it', () => {
    const logs = [0.2, 0.5, 0.3, 0.45, 0.1, 0.45].map(Math.log)
    const { heldOut, logs: joined } = ofOneLabel(
      { heldOut: Int32Array.of(3, 5), logs: Float64Array.from(logs) },
      Int32Array.of(2, 1, 2),
    )
    expect(heldOut).toEqual(Int32Array.of(3, 5))
    expect([...joined].map(log => Number(Math.exp(log).toFixed(12)))).toEqual([0, 0.5, 0.5, 0, 0.1, 0.9])
    const impossible = { heldOut: Int32Array.of(0), logs: Float64Array.of(-1000, 0, -1001) }
    expect(ofOneLabel(impossible, Int32Array.of(0, 1, 0)).logs[0]).toBeCloseTo(-999.687, 3)
  })

  it('are not those of texts that the models have learned from', () => {
    const labels = Int32Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    const [first, second] = [
      doubtsOf({ heldOut: Int32Array.of(4, 7), logs: Float64Array.of(-1, -2, -3, -4) }, labels, 2),
      doubtsOf({ heldOut: Int32Array.of(9), logs: Float64Array.of(-6, -5) }, labels, 2),
    ]
    expect(ofOthers(new Set([7]), joinedDoubts([first, second]))).toEqual({
      heldOut: Int32Array.of(4, 9),
      likely: Int32Array.of(0, 1),
      logs: Float64Array.of(-1, -5),
      ownLogs: Float64Array.of(-2, -5),
    })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partsTogether } from '../../src/model/parts-together.ts'

const finite = fc.double({ min: -30, max: 30, noNaN: true })
const cases = fc.integer({ min: 2, max: 5 }).chain(classes =>
  fc.record({
    classes: fc.constant(classes),
    logits: fc.array(fc.array(finite, { minLength: classes, maxLength: classes }), { maxLength: 6 }),
    scores: fc.array(fc.array(finite, { minLength: classes, maxLength: classes }), {
      minLength: 6,
      maxLength: 6,
    }),
  }),
)
const softmax = (row: readonly number[]) => {
  const largest = Math.max(...row)
  const powers = row.map(value => Math.exp(value - largest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map(power => power / sum)
}

describe('partsTogether', () => {
  it('is the softmax of the sums of what the parts say, to 1e-6', () => {
    fc.assert(
      fc.property(cases, ({ classes, logits, scores }) => {
        const network = Float32Array.from(logits.flatMap(softmax))
        const said = Float64Array.from(scores.slice(0, logits.length).flat())
        const together = partsTogether(network, said, classes)
        for (const [n, row] of logits.entries()) {
          const expected = softmax(row.map((logit, c) => logit + scores[n]![c]!))
          for (const [c, value] of expected.entries()) {
            // What the network has below 1e-30 counts as that.
            if (softmax(row).every(p => p > 1e-30))
              expect(Math.abs(together[n * classes + c]! - value)).toBeLessThan(1e-6)
          }
        }
      }),
    )
  })

  it('is the network alone, to the bit, where there are no n-grams, and the softmax of the scores where there is no network', () => {
    const network = Float32Array.of(0.25, 0.75)
    expect(partsTogether(network, undefined, 2)).toBe(network)
    const alone = partsTogether(undefined, Float64Array.of(0, Math.log(3), 5, 5), 2)
    for (const [i, value] of [0.25, 0.75, 0.5, 0.5].entries()) expect(alone[i]).toBeCloseTo(value, 6)
  })
})

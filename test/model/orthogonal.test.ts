import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { officialOrthogonalSize, orthogonal } from '../../src/model/orthogonal.ts'
import { Random } from '../../src/random.ts'

const sizes = [1, 2, 5, 64, officialOrthogonalSize + 1, 400, 512]

describe.each(sizes)('an orthogonal matrix of %d', size => {
  const matrix = orthogonal(size, new Random(5))

  it('has rows of length 1 at right angles, to 1e-13', () => {
    // All pairs of up to forty rows.
    const rows = Array.from({ length: Math.min(size, 40) }, (_, n) => Math.floor((n * size) / 40) % size)
    const row = (n: number) => matrix.subarray(n * size, (n + 1) * size)
    for (const i of new Set(rows)) {
      for (const j of new Set(rows)) {
        const product = row(i).reduce((sum, value, n) => sum + value * row(j)[n]!, 0)
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13)
      }
    }
  })

  it('is the same for the same seed, and another for another', () => {
    const drawnAgain = (seed: number) => {
      const other = orthogonal(size, new Random(seed))
      return other.every((value, n) => value === matrix[n])
    }
    expect(drawnAgain(5)).toBe(true)
    if (size > 1) expect(drawnAgain(6)).toBe(false)
  })
})

it('beyond the official size has numbers as those of a normal distribution: fourth moment 3 to 0.05, none beyond 8 deviations', () => {
  for (const size of [officialOrthogonalSize + 1, 512, 700]) {
    const numbers = orthogonal(size, new Random(9)).map(value => value * Math.sqrt(size))
    const moment = numbers.reduce((sum, value) => sum + value ** 4, 0) / numbers.length
    expect(Math.abs(moment - 3)).toBeLessThan(0.05)
    expect(numbers.every(value => Math.abs(value) < 8)).toBe(true)
  }
})

it('of 128 keeps the official bits, of 512 its own', () => {
  const digest = (size: number) =>
    createHash('sha256')
      .update(orthogonal(size, new Random(123)))
      .digest('hex')
      .slice(0, 16)
  expect([digest(128), digest(512)]).toEqual(['51c1cac2ac5cf540', 'db739e43366b124c'])
})

it('of 2048 is made in less than 10 seconds', () => {
  const begin = performance.now()
  orthogonal(2048, new Random(1))
  expect(performance.now() - begin).toBeLessThan(10_000)
})

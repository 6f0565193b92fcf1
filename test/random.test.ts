import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../src/random.ts'

const golden = JSON.parse(readFileSync(new URL('fixtures/numpy-random.json', import.meta.url), 'utf8'))
const draw = (count: number, next: () => number) => Array.from({ length: count }, next)

describe('Random draws what numpy.random.RandomState(123) draws', () => {
  const fresh = () => new Random(golden.seed)

  it('rand, to the bit', () => {
    const random = fresh()
    expect(draw(8, () => random.uniform())).toEqual(golden.rand_8)
  })

  it('randn, to 1 unit in the last place (log differs between mathematical libraries)', () => {
    const random = fresh()
    for (const expected of golden.randn_8) {
      expect(Math.abs(random.gaussian() - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -52)
    }
  })

  it('rand after an odd count of randn: the spare Gaussian stays behind', () => {
    const random = fresh()
    draw(9, () => random.gaussian())
    expect(draw(2, () => random.uniform())).toEqual(golden.randn_9_then_rand_2[1])
  })

  it('permutation, to the last of 25,000 numbers', () => {
    expect([...fresh().permutation(12)]).toEqual(golden.permutation_12)
    const digest = createHash('sha256').update(fresh().permutation(25000)).digest('hex')
    expect(digest).toBe(golden.permutation_25000_sha256_of_int32_le)
  })

  it('shuffle, in place', () => {
    const array = Int32Array.from({ length: 12 }, (_, i) => i)
    expect(fresh().shuffle(array)).toBe(array)
    expect([...array]).toEqual(golden.shuffle_arange_12_int32)
  })

  it('rand after a permutation: rejection takes as many words as NumPy takes', () => {
    const random = fresh()
    random.permutation(2177)
    expect(draw(3, () => random.uniform())).toEqual(golden.permutation_2177_then_rand_3)
  })
})

describe('Random.from(state)', () => {
  it('continues any sequence of draws to the same bits', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.constantFrom('uniform', 'gaussian')), (seed, draws) => {
        const original = new Random(seed)
        for (const name of draws) original[name as 'uniform' | 'gaussian']()
        const restored = Random.from(original.state())
        const next = (random: Random) => [
          random.gaussian(),
          random.uniform(),
          random.gaussian(),
          random.integer(1000),
        ]
        expect(next(restored)).toEqual(next(original))
      }),
    )
  })
})

import { expect, it } from 'vitest'
import { roundHalfToEven } from '../src/rounding.ts'

it('rounds to the nearest integer, from the middle to the even one', () => {
  expect([0, 0.5, 0.6, 1.4, 1.5, 2.5, 3.5, 2.500001, 1e9 + 0.5].map(roundHalfToEven)).toEqual([
    0, 0, 1, 1, 2, 2, 4, 3, 1e9,
  ])
})

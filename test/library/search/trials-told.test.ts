import { expect, it } from 'vitest'
import type { SearchEvent } from '../../../src/library/search/search-events.ts'
import { toldWinner } from '../../../src/library/search/trials-told.ts'

const ended = (trial: number, error: number, changes: object = {}) =>
  ({
    ...{ event: 'trial', trial, rung: 0, share: 1, accuracy: 1 - error, examples: 1200, badness: error },
    ...changes,
  }) as unknown as SearchEvent

it('what a search kept is told with its error, the number of texts, and why another with less was not', () => {
  const kept = 'trial 0: error 21.3 % of 1,200 texts held out'
  expect(toldWinner([ended(0, 0.213), ended(1, 0.22)], 0)).toBe(kept)
  expect(toldWinner([ended(0, 0.213), ended(1, 0.208)], 0)).toBe(
    `${kept}; others are better by no more than chance`,
  )
  // Those that learned from a part, and those out of bounds, could not have been kept.
  const others = [ended(1, 0.1, { share: 1 / 3 }), ended(2, 0.1, { problem: 'larger than 2 MB' })]
  expect(toldWinner([ended(0, 0.213), ...others], 0)).toBe(kept)
  expect(toldWinner([], 3)).toBe('trial 3')
})

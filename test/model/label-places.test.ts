import { expect, it } from 'vitest'
import { placesAmong, placesOf } from '../../src/model/label-places.ts'

it('labels are found by their names, and new ones are none of those known', () => {
  expect([...placesOf(['pos', 'neg'])]).toEqual([
    ['pos', 0],
    ['neg', 1],
  ])
  expect(placesAmong(['neg', 'pos'], ['pos', 'mixed', 'neg'])).toEqual([1, -1, 0])
})

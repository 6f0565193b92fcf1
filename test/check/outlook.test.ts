import { expect, it } from 'vitest'
import { outlookOf } from '../../src/check/outlook.ts'

const curve = (...accuracies: number[]) =>
  accuracies.map((accuracy, i) => ({ texts: 100 * 2 ** i, accuracy, heldOut: 200 }))

it('twice the texts take from the errors of now what doubling took from them along the curve', () => {
  const now = { accuracy: 0.9, heldOut: 1000 }
  // A quarter fewer errors with each doubling; the texts of the curve are harder than most.
  expect(outlookOf(0.5, now, curve(0.36, 0.52, 0.64, 0.73)).doubled).toBeCloseTo(0.925, 6)
  // Where more texts brought nothing, twice as many bring nothing, and never less.
  expect(outlookOf(0.5, now, curve(0.73, 0.64, 0.52, 0.36)).doubled).toBe(0.9)
  expect(outlookOf(0.5, now, curve(0.5, 0.6)).doubled).toBeUndefined()
})

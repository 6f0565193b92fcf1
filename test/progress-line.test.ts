import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { progressLine } from '../src/printable.ts'

describe('progressLine', () => {
  const details = ['1,200 texts', 'error 12.3 %', 'epoch 3']

  it.each([
    [80, 'reading [========--------] 50 % | 1,200 texts | error 12.3 % | epoch 3'],
    [60, 'reading [======------] 50 % | 1,200 texts | error 12.3 %'],
    [40, 'reading [====----] 50 % | 1,200 texts'],
    [25, 'reading [===--] 50 %'],
  ])('in %d columns', (width, line) => {
    expect(progressLine(width, 'reading', 0.5, details)).toBe(line)
  })

  it('fits, and shows each detail whole or not at all, none where one before it has no room', () => {
    const word = fc.string({ minLength: 1, maxLength: 20 }).filter(text => !text.includes('|'))
    const details = fc.array(word, { maxLength: 6 })
    fc.assert(
      fc.property(
        details,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 20, max: 200 }),
        (all, share, width) => {
          const line = progressLine(width, '', share, all)
          const [bar, ...shown] = line.split(' | ')
          expect(line.length).toBeLessThanOrEqual(width)
          expect(bar).toMatch(/^\[=*-*\] \d+ %$/)
          expect(shown.join(' | ')).toBe(all.slice(0, shown.length).join(' | '))
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curve, showsCurves } from '../../src/commands/curve.ts'
import { progressLine } from '../../src/commands/progress-bar.ts'

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

describe('curve', () => {
  it.each([
    [[], ''],
    [[0.3], '▁'],
    [[0.3, 0.3], '▁▁'],
    [[1, 0.5, 0.25, 0, 0.125], '█▅▃▁▂'],
  ])('of %j is %s', (values, bars) => expect(curve(values)).toBe(bars))

  it('shows the last values where there are many', () => {
    expect(curve(Array.from({ length: 100 }, (_, i) => i))).toHaveLength(16)
  })

  it.each([
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'de_DE.utf8' }, true],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, false],
    [{ LANG: 'C', LC_CTYPE: 'tr_TR.UTF-8' }, true],
    [{ LC_ALL: '', LANG: 'de_DE@euro' }, false],
    [{}, false],
  ])('in the locale of %j: %s', (environment, shown) => {
    expect(showsCurves(environment, 'linux')).toBe(shown)
  })
})

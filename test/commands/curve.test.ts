import { describe, expect, it } from 'vitest'
import { curve, showsCurves } from '../../src/commands/curve.ts'

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

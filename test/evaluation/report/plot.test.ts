import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countAxis, line, plot, shareAxis } from '../../../src/evaluation/report/plot.ts'

const scales = { x: (value: number) => Math.round(value), y: (value: number) => Math.round(value) }

describe('line', () => {
  it('leaves out points that fall on the one before, and makes a dot of a single place', () => {
    expect(
      line(
        [
          [0, 0],
          [0.1, 0.2],
          [3, 4],
          [3.1, 4],
          [0, 0],
        ],
        scales,
      ),
    ).toBe('M0 0L3 4L0 0')
    expect(
      line(
        [
          [1, 2],
          [1.1, 2],
        ],
        scales,
      ),
    ).toBe('M1 2h0')
  })
})

describe('axes', () => {
  it('have round ticks with their units', () => {
    expect(shareAxis('', 0, 0.5).ticks.map(({ text }) => text)).toEqual([
      '0 %',
      '10 %',
      '20 %',
      '30 %',
      '40 %',
      '50 %',
    ])
    expect(shareAxis('', 0.4, 1).ticks.map(({ text }) => text)).toEqual(['40 %', '60 %', '80 %', '100 %'])
    expect(countAxis('', 0, 9250).ticks.map(({ text }) => text)).toEqual([
      '0',
      '2,000',
      '4,000',
      '6,000',
      '8,000',
    ])
  })

  it('have two to seven ascending ticks, all within their range, whatever it is', () => {
    const ranges = fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 1e9 }))
    fc.assert(
      fc.property(ranges, ([from, span]) => {
        const places = countAxis('', from, from + span).ticks.map(({ at }) => at)
        expect(places.length).toBeGreaterThanOrEqual(2)
        expect(places.length).toBeLessThanOrEqual(7)
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
        for (const at of places) {
          expect(at).toBeGreaterThanOrEqual(from - 1e-6 * span)
          expect(at).toBeLessThanOrEqual(from + span + 1e-6 * span)
        }
      }),
    )
  })
})

describe('plot', () => {
  it('puts the ends of the axes at the edges of the frame, up being more', () => {
    plot(
      { title: '', width: 480, height: 360, x: countAxis('', 0, 4), y: shareAxis('', 0, 1) },
      ({ x, y }) => {
        expect([x(0), x(4)]).toEqual([66, 456])
        expect([y(0), y(1)]).toEqual([318, 10])
        expect(x(2)).toBe((x(0) + x(4)) / 2)
        return []
      },
    )
  })
})

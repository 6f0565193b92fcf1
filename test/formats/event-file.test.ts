import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { toUtf8 } from '../../src/formats/bytes.ts'
import { crc32, crc32c } from '../../src/formats/crc32.ts'
import { firstEventRecord, scalarsRecord } from '../../src/formats/event-file.ts'
import { readEventFile, slowCrc32c } from './read-event-file.ts'

it('the checksums have the check values of their standards', () => {
  const digits = toUtf8('123456789')
  expect(crc32(digits)).toBe(0xcbf43926)
  expect(crc32c(digits)).toBe(0xe3069283)
  expect(slowCrc32c(digits)).toBe(0xe3069283)
})

it('an event file reads back in a reader of its own: exact times and steps, values in 32 bits', () => {
  const scalar = fc.record({
    time: fc.double({ min: 0, max: 4e9, noNaN: true }),
    step: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    values: fc
      .uniqueArray(fc.tuple(fc.stringMatching(/^[a-z_/]+$/), fc.float({ noNaN: true })), {
        selector: ([tag]) => tag,
      })
      .map(pairs => Object.fromEntries(pairs)),
  })
  fc.assert(
    fc.property(fc.array(scalar), scalars => {
      const bytes = Buffer.concat([firstEventRecord(5.25), ...scalars.map(scalarsRecord)])
      expect(readEventFile(bytes)).toEqual([
        { time: 5.25, step: 0, version: 'brain.Event:2', values: {} },
        ...scalars,
      ])
    }),
    { numRuns: 50 },
  )
})

it('a bit turned in a record is found', () => {
  const bytes = Buffer.from(scalarsRecord({ time: 1, step: 2, values: { cost: 0.5 } }))
  bytes[20]! ^= 4
  expect(() => readEventFile(bytes)).toThrow('wrong checksum')
})

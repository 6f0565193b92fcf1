import { describe, expect, it } from 'vitest'
import { machineSpeed } from '../../src/training/machine-speed.ts'
import { Watch } from '../../src/training/watch.ts'

describe('Watch', () => {
  it('says what is left of the minutes, those spent before it was left taken off', () => {
    let now = 5000
    const watch = new Watch(0.5, 10, () => now)
    expect(watch.left()).toBe(20)
    now += 21_000
    expect(watch.spent()).toBe(31)
    expect(watch.left()).toBe(-1)
  })
})

describe('machineSpeed', () => {
  it('is a half where the same work takes twice as long', () => {
    const taking = (time: number) => {
      let calls = 0
      return () => time * calls++
    }
    expect(machineSpeed(taking(20)) / machineSpeed(taking(10))).toBe(0.5)
    expect(machineSpeed()).toBeGreaterThan(0)
  })
})

import { expect, it } from 'vitest'
import { Breath } from '../../src/host/breath.ts'

it('is due after 10 ms of work, and lets timers that are due go first', async () => {
  const breath = new Breath()
  expect(breath.isDue()).toBe(false)
  let timer = false
  setTimeout(() => {
    timer = true
  }, 1)
  for (const start = performance.now(); performance.now() - start < 11; );
  expect(breath.isDue()).toBe(true)
  await breath.take()
  await breath.take()
  expect(timer).toBe(true)
  expect(breath.isDue()).toBe(false)
})

import { expect, it } from 'vitest'
import { LeavableSource } from '../../src/data/leavable-source.ts'

it('gives the items of a source, and tells it when it is left', async () => {
  let told = false
  async function* items() {
    try {
      yield* [1, 2, 3]
    } finally {
      told = true
    }
  }
  const source = new LeavableSource(items())
  expect(await source.next()).toEqual({ done: false, value: 1 })
  await source.leave()
  expect([told, await source.next()]).toEqual([true, { done: true, value: undefined }])
  const whole = new LeavableSource([1])
  expect([(await whole.next()).value, (await whole.next()).done]).toEqual([1, true])
})

it('throws what the source throws', async () => {
  const source = new LeavableSource(
    // biome-ignore lint/correctness/useYield: it fails before
    (async function* () {
      throw new Error('a fault of the source')
    })(),
  )
  await expect(source.next()).rejects.toThrow('a fault of the source')
})

it('ends whoever waits for an item that does not come; the source hears of it with that item', async () => {
  let come = () => {}
  let told = false
  const source = new LeavableSource(
    (async function* () {
      try {
        await new Promise<void>(resolve => {
          come = resolve
        })
        yield 1
      } finally {
        told = true
      }
    })(),
  )
  const waiting = source.next()
  await source.leave()
  await source.leave()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(told).toBe(false)
  come()
  await new Promise(resolve => setTimeout(resolve))
  expect(told).toBe(true)
})

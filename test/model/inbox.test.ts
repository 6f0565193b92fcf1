import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { batches as batchesOf, type Limits } from '../../src/model/inbox.ts'
import { collect } from '../collect.ts'

const batches = (source: AsyncIterable<string> | Iterable<string>, limits: Limits) =>
  batchesOf(source, limits, text => text)

const limits = { items: 4, characters: 1000 }

describe('batches', () => {
  it('hands out everything once, in order', async () => {
    async function* source() {
      for (let i = 0; i < 100; i++) {
        yield `${i}`
        if (i % 7 === 0) await sleep(0)
      }
    }
    const all = (await collect(batches(source(), limits))).flat()
    expect(all).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`))
  })

  it('hands out in one batch what arrives at once', async () => {
    async function* source() {
      yield* ['a', 'b', 'c']
    }
    expect(await collect(batches(source(), limits))).toEqual([['a', 'b', 'c']])
  })

  it('answers what has arrived when the source pauses', async () => {
    let goOn = () => {}
    async function* source() {
      yield 'first'
      await new Promise<void>(resolve => {
        goOn = resolve
      })
      yield 'second'
    }
    const inbox = batches(source(), limits)
    expect((await inbox.next()).value).toEqual(['first'])
    goOn()
    expect((await inbox.next()).value).toEqual(['second'])
    expect((await inbox.next()).done).toBe(true)
  })

  it('reads ahead while the caller works, but not past the limits', async () => {
    let read = 0
    async function* source() {
      for (; read < 100; read++) yield 'x'
    }
    const inbox = batches(source(), limits)
    await inbox.next()
    await sleep(20)
    expect(read).toBeGreaterThan(1)
    expect(read).toBeLessThanOrEqual(2 * limits.items)
    await inbox.return(undefined)
    await sleep(20)
    expect(read).toBeLessThanOrEqual(2 * limits.items)
  })

  it('throws an error of the source after what arrived before it', async () => {
    async function* source() {
      yield 'a'
      throw new Error('broken')
    }
    const seen: string[] = []
    await expect(async () => {
      for await (const batch of batches(source(), limits)) seen.push(...batch)
    }).rejects.toThrow('broken')
    expect(seen).toEqual(['a'])
  })
})

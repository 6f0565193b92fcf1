import { getEventListeners } from 'node:events'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Batcher } from '../../src/server/batcher.ts'

const never = new AbortController().signal

function batcher(
  compute: (items: readonly number[]) => Promise<readonly (number | Error)[]>,
  options: { queue?: number; batch?: number; weight?: number; concurrency?: number } = {},
) {
  return new Batcher<number, number>({
    ...{ queue: 100, batch: 4, weight: 1000, concurrency: 1, ...options },
    compute,
    weigh: item => item,
  })
}

/** Computes when it is told to. */
function held() {
  const batches: number[][] = []
  const go: (() => void)[] = []
  const compute = async (items: readonly number[]) => {
    batches.push([...items])
    await new Promise<void>(resolve => go.push(resolve))
    return items.map(item => 2 * item)
  }
  const release = async () => {
    go.shift()?.()
    await new Promise(resolve => setImmediate(resolve))
  }
  return { batches, compute, release }
}

describe('a batcher', () => {
  it('gives each caller its own results in order, in batches that are never too large, whatever the callers', async () => {
    const calls = fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 9 }), { maxLength: 12 })
    const sizes = fc.record({
      batch: fc.integer({ min: 1, max: 5 }),
      weight: fc.integer({ min: 1, max: 80 }),
      concurrency: fc.integer({ min: 1, max: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(calls, sizes, async (calls, sizes) => {
        const together: number[][] = []
        const one = batcher(
          async items => {
            together.push([...items])
            for (let turns = items.length % 3; turns > 0; turns--) await null
            return items.map(item => item + 1)
          },
          { queue: 1000, ...sizes },
        )
        const results = await Promise.all(calls.map(items => one.submit(items, never)))
        expect(results).toEqual(calls.map(items => items.map(item => item + 1)))
        for (const batch of together) {
          expect(batch.length).toBeLessThanOrEqual(sizes.batch)
          const weight = batch.reduce((sum, item) => sum + item, 0)
          expect(batch.length === 1 || weight <= sizes.weight).toBe(true)
        }
        expect(one.waiting).toBe(0)
      }),
    )
  })

  it('computes at once what comes alone, and together what came meanwhile', async () => {
    const { batches, compute, release } = held()
    const one = batcher(compute)
    const results = [1, 2, 3].map(item => one.submit([item], never))
    expect(batches).toEqual([[1]])
    await release()
    await release()
    expect(batches).toEqual([[1], [2, 3]])
    expect(await Promise.all(results)).toEqual([[2], [4], [6]])
  })

  it('refuses at once what finds no room, and lets the patient wait for it', async () => {
    const { compute, release } = held()
    const one = batcher(compute, { queue: 2 })
    const first = one.submit([1], never)
    const second = one.submit([2, 3], never)
    await expect(one.submit([4], never)).rejects.toMatchObject({
      status: 503,
      code: 'overloaded',
      retryAfter: 1,
    })
    const patient = one.submitPatiently([5], never)
    await release()
    await release()
    await release()
    expect(await Promise.all([first, second, patient])).toEqual([[2], [4, 6], [10]])
  })

  it('leaves half of its queue to callers that cannot wait, however many can', async () => {
    const { compute, release } = held()
    const one = batcher(compute, { queue: 8, batch: 2 })
    const signals = Array.from({ length: 20 }, () => new AbortController().signal)
    const patient = signals.map((signal, n) => one.submitPatiently([n, n], signal))
    await Promise.resolve()
    expect(one.waiting).toBe(4)
    const asked = one.submit([100, 200, 300, 400], never)
    await expect(one.submit([1], never)).rejects.toMatchObject({ code: 'overloaded' })
    let ended = false
    const all = Promise.all([...patient, asked]).then(() => {
      ended = true
    })
    while (!ended) await release()
    await all
    expect(await asked).toEqual([200, 400, 600, 800])
    // Those that waited long have left nothing at their signal.
    for (const signal of signals) expect(getEventListeners(signal, 'abort').length).toBe(0)
  })

  it('leaves out what nobody waits for any more', async () => {
    const { batches, compute, release } = held()
    const one = batcher(compute)
    const first = one.submit([1], never)
    const controller = new AbortController()
    const left = one.submit([2, 3], controller.signal)
    const reason = new Error('gone')
    controller.abort(reason)
    await expect(left).rejects.toBe(reason)
    expect(one.waiting).toBe(0)
    const last = one.submit([4], never)
    await release()
    await release()
    expect(await Promise.all([first, last])).toEqual([[2], [8]])
    expect(batches).toEqual([[1], [4]])
  })

  it('tells each caller of its own failure alone; one of the batch is that of all in it', async () => {
    const { batches } = held()
    expect(batches).toEqual([])
    const fault = new Error('this one')
    const one = batcher(async items => {
      if (items.includes(9)) throw new Error('all')
      return items.map(item => (item === 2 ? fault : item))
    })
    const [fine, failed] = await Promise.allSettled([one.submit([1], never), one.submit([2], never)])
    expect(fine).toEqual({ status: 'fulfilled', value: [1] })
    expect(failed).toEqual({ status: 'rejected', reason: fault })
    await expect(one.submit([9], never)).rejects.toThrow('all')
    expect(await one.submit([1], never)).toEqual([1])
  })

  it('lets the event loop turn between batches, as often as they are heavy, in which answers leave and connections come', async () => {
    let turn = 0
    const tick = () => {
      turn++
      if (turn < 1000) setImmediate(tick)
    }
    setImmediate(tick)
    const begun: number[] = []
    const one = batcher(
      async items => {
        begun.push(turn)
        return [...items]
      },
      { batch: 64, queue: 200, weight: 128 },
    )
    await one.submit(new Array(192).fill(1), never)
    turn = 1000
    expect(begun[1]! - begun[0]!).toBeGreaterThanOrEqual(16)
    expect(begun[2]! - begun[1]!).toBeGreaterThanOrEqual(16)
  })
})

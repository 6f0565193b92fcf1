import { describe, expect, it } from 'vitest'
import { type SearchEvent, type SearchOptions, search, train } from '../../src/index.ts'
import { Random } from '../../src/random.ts'

/** Texts whose label a pair of words tells, and single words do not. */
const random = new Random(5)
const rows = Array.from({ length: 120 }, (_, n) => {
  const [one, other] = [random.integer(1), random.integer(1)]
  return {
    text: `${['a', 'b'][one]} ${['a', 'b'][other]} w${random.integer(30)} w${n % 9}`,
    label: one === other ? 'same' : 'other',
  }
})
const quick: SearchOptions = { folds: 2, threads: 1, settings: { network: false }, seed: 7 }

async function eventsOf(options: SearchOptions): Promise<SearchEvent[]> {
  const events: SearchEvent[] = []
  for await (const event of search(rows, options)) events.push(event)
  return events
}

/** Without what the clock says. */
const timeless = (events: readonly SearchEvent[]) =>
  events.map(event =>
    JSON.stringify(event, (name, value) => (['seconds', 'spent', 'latency'].includes(name) ? 0 : value)),
  )

describe('search', () => {
  it('gives the same trials and the same winner for the same seed and number, also when it was left and gone on with', async () => {
    const whole = await eventsOf({ ...quick, trials: 5 })
    expect(whole.map(({ event }) => event)).toEqual(['search', ...Array(5).fill('trial'), 'winner'])
    expect(timeless(await eventsOf({ ...quick, trials: 5 }))).toEqual(timeless(whole))
    const rest = await eventsOf({ ...quick, trials: 5, earlier: whole.slice(0, 3) })
    expect(timeless([...whole.slice(0, 3), ...rest])).toEqual(timeless(whole))
    const winner = whole.at(-1)!
    if (winner.event !== 'winner') throw new Error('no winner')
    const trials = whole.filter(event => event.event === 'trial')
    expect(winner.badness).toBe(trials.find(({ trial }) => trial === winner.trial)!.badness)
    const { minutes: _, folds: __, ...settings } = winner.settings
    for await (const event of train(rows, { preset: 'auto', threads: 1, ...winner.changes })) {
      if (event.event === 'start') expect(event.hyperparameters).toMatchObject(settings)
    }
  })

  it('in pieces makes the trials of all of it without halving', async () => {
    const trialsOf = (events: readonly SearchEvent[]) =>
      timeless(events.filter(event => event.event === 'trial'))
    const whole = trialsOf(await eventsOf({ ...quick, trials: 4, halving: false }))
    const pieces = [
      await eventsOf({ ...quick, trials: 4, shard: { index: 0, of: 2 } }),
      await eventsOf({ ...quick, trials: 4, shard: { index: 1, of: 2 } }),
    ]
    const without = (line: string) => JSON.stringify({ ...JSON.parse(line), best: false })
    expect(pieces.flatMap(trialsOf).map(without).sort()).toEqual(whole.map(without).sort())
  })

  it('keeps the bound of the size, and passes over what is larger', async () => {
    const events = await eventsOf({ ...quick, trials: 3, size: 12_000 })
    for (const event of events)
      if (event.event === 'trial' && event.best) expect(event.bytes).toBeLessThanOrEqual(12_000)
    const start = events[0]!
    expect(start.event === 'search' && start.base.ngramFeatures).toBeLessThan(700)
  })

  it('ends within its minutes, and with what was planned where there is no time for a trial', async () => {
    const begin = performance.now()
    const events = await eventsOf({ ...quick, minutes: 0.05 })
    expect((performance.now() - begin) / 1000).toBeLessThan(8)
    expect(events.at(-1)!.event).toBe('winner')
    const none = await eventsOf({ ...quick, minutes: 1e-5 })
    expect(none.map(({ event }) => event)).toEqual(['search', 'winner'])
  })

  it('refuses what it cannot do, at once', () => {
    expect(() => search(rows, {})).toThrow('give minutes, trials or both')
    expect(() => search(rows, { minutes: 1, shard: { index: 0, of: 2 } })).toThrow('give trials')
    expect(() => search(rows, { trials: 0 })).toThrow('trials wants')
    expect(() => search(rows, { trails: 3 } as object)).toThrow("no option 'trails'")
  })

  it('goes on with no other search than the one that was', async () => {
    const earlier = await eventsOf({ ...quick, trials: 1 })
    await expect(eventsOf({ ...quick, trials: 2, seed: 8, earlier })).rejects.toMatchObject({
      message: expect.stringContaining('another seed'),
    })
  })
})

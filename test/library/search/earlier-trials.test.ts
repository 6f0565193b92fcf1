import { expect, it } from 'vitest'
import { type SearchEvent, search, type TrialEvent } from '../../../src/index.ts'

const rows = Array.from({ length: 60 }, (_, n) => ({
  text: `${n % 2 ? 'fine' : 'dull'} film ${n} of ${n % 7}`,
  label: n % 2 ? 'good' : 'bad',
}))

async function eventsOf(trials: number, earlier: readonly SearchEvent[] = []): Promise<SearchEvent[]> {
  const known = { from: 'none', wordVectors: 'none' } as const
  const settings = { network: false }
  const events: SearchEvent[] = []
  for await (const event of search(rows, { ...known, folds: 1, threads: 1, settings, trials, earlier }))
    events.push(event)
  return events
}

it('goes on from trials that it would have made itself, and from no others', async () => {
  const [start, ...trials] = (await eventsOf(4)).slice(0, 5) as [SearchEvent, ...TrialEvent[]]
  expect((await eventsOf(4, [start, ...trials])).map(({ event }) => event)).toEqual(['winner'])
  const [first, second, third] = trials as [TrialEvent, TrialEvent, TrialEvent]
  const foreign: (readonly [TrialEvent, string])[] = [
    [first, '0'],
    [third, '2'],
    [{ ...second, trial: 900 }, '900'],
    [{ ...second, rung: 1 }, '1'],
    [{ ...second, beginning: 7 }, '1'],
    [{ ...second, changes: { dimension: 5 } }, '1'],
    [{ ...second, changes: { ...second.changes, ngramFeatures: -1 } }, '1'],
  ]
  for (const [event, number] of foreign) {
    await expect(eventsOf(4, [start, first, event])).rejects.toMatchObject({
      code: 'data',
      message: `the search to go on with has a trial ${number} that it would not have made`,
    })
  }
})

it('goes on from nothing that does not say what it is a search for', async () => {
  const [start, ...others] = await eventsOf(1)
  await expect(eventsOf(2, others)).rejects.toMatchObject({ code: 'data' })
  if (start?.event !== 'search') throw new Error('no start')
  const [{ given, base }] = start.beginnings as [(typeof start.beginnings)[0]]
  const wrong = { ...start, beginnings: [{ given, base: { ...base, ngramWords: 17 } }] }
  await expect(eventsOf(2, [wrong, ...others])).rejects.toMatchObject({
    code: 'data',
    message: expect.stringContaining('--ngram-words'),
  })
})

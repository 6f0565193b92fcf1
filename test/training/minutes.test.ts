import { describe, expect, it } from 'vitest'
import { MemoryStore, resume, train } from '../../src/index.ts'
import type { EndEvent, StartEvent, TrainingEvent } from '../../src/training/events.ts'

const rows = Array.from({ length: 300 }, (_, n) => ({
  text: `${['a fine', 'a dull'][n % 2]} film ${n % 7} of ${n % 11}`,
  label: ['positive', 'negative'][n % 2]!,
}))
const endless = {
  preset: 'auto',
  network: true,
  dimension: 8,
  maxEpochs: 100_000,
  patience: 100_000,
} as const
const settings = { ...endless, wordVectorEpochs: 0, threads: 1, displayInterval: 100_000 }

async function run(training: AsyncIterable<TrainingEvent>): Promise<{ start: StartEvent; end: EndEvent }> {
  const events: TrainingEvent[] = []
  for await (const event of training) events.push(event)
  return { start: events.find(e => e.event === 'start')!, end: events.find(e => e.event === 'end')! }
}

describe('minutes', () => {
  it('end a training with the best model so far, and it says at the start what the clock was asked', async () => {
    const training = train(rows, { ...settings, minutes: 0.05 })
    const { start, end } = await run(training)
    expect(end.ending).toBe('time')
    expect(end.update).toBeGreaterThan(0)
    expect(start.plan.at(-1)).toMatch(/by this machine's clock|this will not fit/)
    await using model = await training.model
    expect((await model.predict('a fine film')).label).toBe('positive')
  })

  it('that are left are what a resumed training has; and more may be given', async () => {
    const out = new MemoryStore()
    await run(train(rows, { ...settings, minutes: 0.04, out }))
    const { state, description } = out.saved!
    expect(state.seconds).toBeGreaterThan(0)
    const none = { ...out.saved!, state: { ...state, seconds: 3600 } }
    expect((await run(resume(none, { data: rows }))).end).toMatchObject({
      ending: 'time',
      update: state.update,
    })
    expect(description.hyperparameters.minutes).toBe(0.04)
    const more = await run(resume(out, { data: rows, minutes: 0.1 }))
    expect(more.end.update).toBeGreaterThan(state.update)
  })

  it('leave out the network where there is no time for it, to the model of these settings without a clock', async () => {
    const one = train(rows, { preset: 'auto', minutes: 1e-4, seed: 3 })
    const { start } = await run(one)
    expect(start.hyperparameters).toMatchObject({ network: false, ngramModels: 'counts', ngramWords: 1 })
    expect(start.plan.join('\n')).toContain('this will not fit')
    const { ngramModels, ngramWords, ngramCharacters } = start.hyperparameters
    const other = train(rows, { preset: 'auto', seed: 3, ngramModels, ngramWords, ngramCharacters })
    await run(other)
    await using once = await one.model
    await using again = await other.model
    expect(await once.predict('a fine film')).toEqual(await again.predict('a fine film'))
  })
})

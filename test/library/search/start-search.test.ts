import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  type Model,
  type SearchEvent,
  type SearchOptions,
  search,
  type TrialProgress,
  train,
  type WinnerEvent,
} from '../../../src/index.ts'
import { modelBytes } from '../../../src/library/model-bytes.ts'
import { Random } from '../../../src/random.ts'

/** Texts whose label a pair of words tells, and single words do not. */
const random = new Random(5)
const rows = Array.from({ length: 120 }, (_, n) => {
  const [one, other] = [random.integer(1), random.integer(1)]
  return {
    text: `${['a', 'b'][one]} ${['a', 'b'][other]} w${random.integer(30)} w${n % 9}`,
    label: one === other ? 'same' : 'other',
  }
})
const quick: SearchOptions = {
  from: 'none',
  wordVectors: 'none',
  folds: 2,
  threads: 1,
  settings: { network: false },
  seed: 7,
}

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

function winnerOf(events: readonly SearchEvent[]): WinnerEvent {
  const winner = events.at(-1)!
  if (winner.event !== 'winner') throw new Error('no winner')
  return winner
}

describe('search', () => {
  it('refuses a setting that would do nothing in any trial, and none that does something in one', async () => {
    const idle = { ...quick, trials: 1, settings: { network: false, dimension: 8 } } as const
    await expect(eventsOf(idle)).rejects.toMatchObject({
      code: 'usage',
      message: 'dimension does nothing with network false, as in every trial',
    })
    const used = { ...quick, trials: 1, settings: { dimension: 8, ngrams: true } } as const
    expect(winnerOf(await eventsOf(used)).trial).toBe(0)
  })

  it('gives the same trials and the same winner for the same seed and number, also when it was left and gone on with', async () => {
    const whole = await eventsOf({ ...quick, trials: 5 })
    expect(whole.map(({ event }) => event)).toEqual(['search', ...Array(5).fill('trial'), 'winner'])
    expect(timeless(await eventsOf({ ...quick, trials: 5 }))).toEqual(timeless(whole))
    const rest = await eventsOf({ ...quick, trials: 5, earlier: whole.slice(0, 3) })
    expect(timeless([...whole.slice(0, 3), ...rest])).toEqual(timeless(whole))
    const winner = winnerOf(whole)
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
    expect(start.event === 'search' && start.beginnings[0]!.base.ngramFeatures).toBeLessThanOrEqual(900)
  })

  it('ends within its minutes, and after what train itself would do where there is no time for more', async () => {
    const begin = performance.now()
    const events = await eventsOf({ ...quick, minutes: 0.05 })
    expect((performance.now() - begin) / 1000).toBeLessThan(8)
    expect(events.at(-1)!.event).toBe('winner')
    const little = await eventsOf({ ...quick, minutes: 1e-5 })
    expect(little.map(({ event }) => event)).toEqual(['search', 'trial', 'winner'])
    const start = little[0]!
    expect(start.event === 'search' && start.notices.join()).toContain('this will not fit')
  })

  it('gives the model of the winner, which is the one that train makes of what it says', async () => {
    const given: Model[] = []
    const onBest = async (model: Model) => void given.push(model)
    const events = await eventsOf({ ...quick, folds: 1, trials: 4, onBest })
    const winner = winnerOf(events)
    expect(winner.given).toBe(true)
    await using model = await train(rows, { preset: 'auto', threads: 1, ...winner.changes }).model
    expect(await model.toBytes()).toEqual(modelBytes(given.at(-1)!))
  })

  it('says of the winner what train makes the same model of, also where a setting that was asked for does nothing in it', async () => {
    const given: Model[] = []
    const asked = { folds: 1, trials: 2, settings: { maxEpochs: 1 } }
    // The second trial has no network.
    const piece = { ...quick, ...asked, shard: { index: 1, of: 2 } }
    const winner = winnerOf(await eventsOf({ ...piece, onBest: async model => void given.push(model) }))
    expect(winner.settings).toEqual(given[0]!.hyperparameters)
    await using model = await train(rows, { preset: 'auto', threads: 1, ...winner.changes }).model
    expect(await model.toBytes()).toEqual(modelBytes(given[0]!))
  })

  it('does not go on with word vectors that have changed, under the same name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lstm-search-'))
    const wordVectors = join(folder, 'vectors.txt')
    const options = { ...quick, wordVectors, trials: 1, settings: {} }
    writeFileSync(wordVectors, 'a 1 0\nb 0 1\n')
    const earlier = await eventsOf(options)
    expect((await eventsOf({ ...options, earlier })).map(({ event }) => event)).toEqual(['winner'])
    writeFileSync(wordVectors, 'a 1 0\nb 0 2\n')
    await expect(eventsOf({ ...options, earlier })).rejects.toMatchObject({
      code: 'usage',
      message: 'the search to go on with had another model or other word vectors to start from',
    })
    rmSync(folder, { recursive: true })
  })

  it('keeps the bound of the size with word vectors, of which it knows fewer words then', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lstm-search-'))
    const wordVectors = join(folder, 'vectors.txt')
    const letters = 'abcdefghijklmnopqrst'
    const others = Array.from({ length: 4000 }, (_, n) =>
      [...String(n)].map(digit => letters[Number(digit)]!).join('q'),
    )
    writeFileSync(
      wordVectors,
      [...others, ...Array.from({ length: 9 }, (_, n) => `w${n}`)]
        .map((word, n) => `${word} ${n % 2} 1 0.5\n`)
        .join(''),
    )
    const options = { ...quick, wordVectors, settings: {}, trials: 2 }
    const trials = (await eventsOf({ ...options, size: 20_000 })).filter(event => event.event === 'trial')
    expect(trials.map(({ beginning, problem }) => [beginning, problem])).toEqual([
      [0, undefined],
      [1, undefined],
    ])
    expect(trials[1]!.bytes).toBeLessThanOrEqual(20_000)
    expect(trials[1]!.ngrams).toBeGreaterThan(300)
    const [start] = await eventsOf({ ...options, size: 20_000 })
    expect(start).toMatchObject({
      beginnings: [{ base: { extraWords: 20_000 } }, { base: { extraWords: 78 } }],
    })
    rmSync(folder, { recursive: true })
  })

  it('has room for the words of the texts that word vectors know, or says that there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lstm-search-'))
    const wordVectors = join(folder, 'vectors.txt')
    const names = Array.from({ length: 600 }, (_, n) => `x${n}y`)
    writeFileSync(wordVectors, names.map((name, n) => `${name} ${n % 2 ? 1 : -1} 1 0.5\n`).join(''))
    const texts = names.map((text, n) => ({ text: `${text} ${names[(n + 2) % 600]}`, label: `${n % 2}` }))
    const found = async (size: number) => {
      const events: SearchEvent[] = []
      const asked = { ...quick, wordVectors, settings: { network: false }, trials: 2, size }
      for await (const event of search(texts, asked)) events.push(event)
      return events
    }
    const [, , trial] = await found(14_000)
    expect(trial).toMatchObject({ event: 'trial', beginning: 1, accuracy: 1 })
    expect(trial).not.toHaveProperty('problem')
    const [start] = await found(8_000)
    expect(start).toMatchObject({
      beginnings: [{ given: {} }],
      notices: expect.arrayContaining([
        `no start from ${wordVectors}: its words alone, 600 n-grams, are larger than the size`,
      ]),
    })
    rmSync(folder, { recursive: true })
  })

  it('does not do again what a bound of the size makes the same', async () => {
    const events: SearchEvent[] = []
    // A network does not fit: with one or without is the same.
    for await (const event of search(rows, { ...quick, settings: {}, size: 6000, trials: 2 }))
      events.push(event)
    const [first, second] = events.filter(event => event.event === 'trial')
    expect([first!.problem, second!.same, second!.seconds]).toEqual([undefined, 0, 0])
  })

  it('does not do again what comes to the same: more n-grams than there are', async () => {
    const space = { ngramFeatures: { of: [100_000, 200_000, 50] } } as const
    const events = await eventsOf({ ...quick, trials: 4, space })
    const trials = events.filter(event => event.event === 'trial')
    const [one, ...others] = trials.filter(({ changes }) => (changes.ngramFeatures ?? 250_000) > 50)
    expect(others.map(({ same }) => same)).toEqual(others.map(() => one!.trial))
    for (const { accuracy, seconds } of others) expect([accuracy, seconds]).toEqual([one!.accuracy, 0])
    expect(trials.filter(({ same }) => same === undefined).length).toBe(2)
  })

  it('tries to go on from a model that knows the words, unless it has learned from the texts', async () => {
    const reviews = Array.from({ length: 90 }, (_, n) => ({
      text: `${['a truly wonderful film', 'a truly dreadful film'][n % 2]} about ${['love', 'war', 'work'][n % 3]} ${n}`,
      label: ['praise', 'blame'][n % 2]!,
    }))
    const begins = async (options: SearchOptions) => {
      for await (const event of search(reviews, { ...quick, trials: 1, ...options }))
        if (event.event === 'search')
          return [event.beginnings.map(({ given }) => given), event.notices.join('\n')]
      return []
    }
    const tried = [[{}, { from: 'pretrained' }], expect.stringContaining('as well')]
    expect(await begins({ from: undefined })).toEqual(tried)
    expect((await begins({ from: undefined, size: 1e6 }))[1]).toContain(
      'its n-grams alone are larger than the size',
    )
    expect((await begins({ from: 'none' }))[0]).toEqual([{}])
    const folder = mkdtempSync(join(tmpdir(), 'lstm-search-'))
    await using model = await train(reviews, { preset: 'auto', threads: 1 }).model
    const path = join(folder, 'm.safetensors')
    await model.save(path)
    const vectors = join(folder, 'vectors.txt')
    writeFileSync(vectors, 'wonderful 1 0.5 0\ndreadful -1 0.5 0\nlove 0.2 0.1 1\nterrible -1 0.4 0\n')
    const both = { from: undefined, wordVectors: vectors }
    const from = { from: 'pretrained' }
    expect((await begins(both))[0]).toEqual([
      {},
      from,
      { wordVectors: vectors },
      { ...from, wordVectors: vectors },
    ])
    const trained: number[] = []
    for await (const event of search(reviews, { ...quick, ...both, settings: {}, trials: 4 })) {
      if (event.event === 'trial' && event.badness !== null) trained.push(event.beginning)
    }
    expect(trained).toEqual([0, 1, 2, 3])
    expect(await begins({ from: path })).toEqual([[{}], expect.stringContaining('it has learned from 100 %')])
    rmSync(folder, { recursive: true })
  })

  it('judges every trial by the texts that are new to the model that some go on from', async () => {
    const row = (n: number) => ({
      text: `film number${n} is ${n % 2 ? 'wonderful' : 'dreadful'} as ${['love', 'war', 'work'][n % 3]}`,
      label: n % 2 ? 'praise' : 'blame',
    })
    const learned = Array.from({ length: 60 }, (_, n) => row(n))
    const fresh = Array.from({ length: 140 }, (_, n) => row(n + 500))
    const folder = mkdtempSync(join(tmpdir(), 'lstm-search-'))
    await using model = await train(learned, { preset: 'auto', threads: 1, from: 'none' }).model
    const path = join(folder, 'm.safetensors')
    await model.save(path)
    const rows = [...fresh, ...learned.slice(0, 20)]
    for (const folds of [1, 3]) {
      const held: Record<number, number> = {}
      for await (const event of search(rows, { ...quick, from: path, folds, trials: 2 })) {
        if (event.event === 'search') {
          expect(event.learned).toBe(20)
          expect(event.notices.join('\n')).toContain(
            '20 of 160 texts, which it has learned from, judge no trial',
          )
        }
        if (event.event === 'trial') held[event.beginning] = event.examples!
      }
      // Of n-grams alone all texts are held out once.
      expect(held).toEqual({ 0: 140, 1: 140 })
    }
    rmSync(folder, { recursive: true })
  })

  it('keeps the bound of the milliseconds for a text, and says how near the nearest came where no trial does', async () => {
    const events = await eventsOf({ ...quick, trials: 2, latency: 60_000 })
    for (const event of events)
      if (event.event === 'trial') expect([event.problem, event.latency! < 60_000]).toEqual([undefined, true])
    const told: SearchEvent[] = []
    const small = async (earlier: readonly SearchEvent[]) => {
      for await (const event of search(rows, { ...quick, trials: 2, size: 1000, earlier })) told.push(event)
    }
    const tooLarge = 'no trial came to a model that is allowed: its model has'
    await expect(small([])).rejects.toThrow(tooLarge)
    const nearer = { ...told[2]!, bytes: 1001, problem: 'its model has 1,001 bytes' } as SearchEvent
    await expect(small([told[0]!, told[1]!, nearer])).rejects.toThrow(`${tooLarge} 1,001 bytes`)
    await expect(eventsOf({ ...quick, trials: 2, latency: 1e-9 })).rejects.toMatchObject({
      code: 'model',
      message: expect.stringMatching(
        /^no trial came to a model that is allowed: a text takes it \d+\.\d\d ms$/,
      ),
    })
  })

  it('refuses what it cannot do, at once', () => {
    expect(() => search(rows, {})).toThrow('give minutes above 0, trials or both')
    expect(() => search(rows, { minutes: 1, shard: { index: 0, of: 2 } })).toThrow('give trials')
    expect(() => search(rows, { trials: 0 })).toThrow('trials wants')
    expect(() => search(rows, { trails: 3 } as object)).toThrow("no option 'trails'")
  })

  it('goes on with no other search than the one that was', async () => {
    const earlier = await eventsOf({ ...quick, trials: 1 })
    const others = [
      [{ seed: 8 }, 'another seed'],
      [{ settings: { ...quick.settings, ngramWords: 1 } }, 'another --ngram-words'],
      [
        { settings: { ...quick.settings, testPortion: 0.4, tokenizer: 'moses' } },
        '--test-portion, --tokenizer',
      ],
      [{ settings: {} }, 'another --network'],
    ] as const
    for (const [other, message] of others) {
      await expect(eventsOf({ ...quick, trials: 2, ...other, earlier })).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining(message),
      })
    }
  })

  it('that is over goes on where there may be more trials, and makes no more where there may be fewer', async () => {
    const whole = await eventsOf({ ...quick, trials: 4 })
    const earlier = whole.slice(0, 3)
    const more = await eventsOf({ ...quick, trials: 4, earlier: await eventsOf({ ...quick, trials: 2 }) })
    expect(timeless([...earlier, ...more])).toEqual(timeless(whole))
    expect((await eventsOf({ ...quick, trials: 1, earlier })).map(({ event }) => event)).toEqual(['winner'])
  })
})

it('tells how far each trial is, each training of it by itself, and finds the same', async () => {
  const told: TrialProgress[] = []
  const reading: [string, number][] = []
  const watched = await eventsOf({
    ...quick,
    trials: 2,
    halving: false,
    onProgress: about => told.push(about),
    onReading: ({ phase, share }) => reading.push([phase, share]),
  })
  expect(reading.at(-1)).toEqual(['reading', 1])
  expect(timeless(watched)).toEqual(timeless(await eventsOf({ ...quick, trials: 2, halving: false })))
  const made = [
    ...new Set(
      told.map(({ trial, training, trainings, part }) => `${trial}: ${part}, ${training} of ${trainings}`),
    ),
  ]
  const trained = new Set(
    watched.flatMap(event => (event.event === 'trial' && event.same === undefined ? [event.trial] : [])),
  )
  expect(made).toEqual([...trained].flatMap(trial => [1, 2, 3].map(n => `${trial}: n-grams, ${n} of 3`)))
  expect(told.every(({ share }) => share >= 0 && share <= 1)).toBe(true)
})

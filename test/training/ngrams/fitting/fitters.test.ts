import { afterEach, describe, expect, it, vi } from 'vitest'
import { host } from '../../../../src/host/index.ts'
import { Random } from '../../../../src/random.ts'
import { countNgrams } from '../../../../src/text/ngram-counting.ts'
import type { Sequences } from '../../../../src/text/sequences.ts'
import { everything, type FitData, type FitJob } from '../../../../src/training/ngrams/fitting/fit-models.ts'
import { Fitters } from '../../../../src/training/ngrams/fitting/fitters.ts'
import { fitNgrams, type NgramFitOptions } from '../../../../src/training/ngrams/ngram-fit.ts'

const words = Array.from({ length: 300 }, (_, i) => `word${i}`)
const kinds = { words: 3, characters: [3, 6] } as const
const classes = 5

/** Texts of 20 words, of which each class likes two. */
function drawnTexts(n: number): Sequences {
  const random = new Random(11)
  const labels = Int32Array.from({ length: n }, (_, i) => i % classes)
  const texts = Array.from(labels, label =>
    Array.from({ length: 20 }, () =>
      random.uniform() < 0.2 ? 2 * label + random.integer(1) : random.integer(words.length - 1),
    ),
  )
  return {
    tokens: Int32Array.from(texts.flat()),
    offsets: Int32Array.from({ length: n + 1 }, (_, i) => 20 * i),
    labels,
  }
}

async function dataOf(texts: Sequences): Promise<FitData> {
  const counted = await countNgrams(texts, words, { kinds, minimum: 2, maximum: 1e6 })
  return {
    ...{ classes, labels: texts.labels, weights: undefined, counted, gradientShare: 1e-2 },
    rare: everything(counted),
    power: 1,
    lengths: new Float64Array(texts.labels.length).fill(1),
  }
}

const many = drawnTexts(500)
const all = Int32Array.from(many.labels.keys())
const job: FitJob = { by: 'ratios', Cs: [1, 10], learned: all.subarray(0, 400), judged: all.subarray(400) }
const rest = async () => {}

const started = vi.spyOn(host, 'startThread')
afterEach(() => void started.mockClear())

describe('Fitters', () => {
  it.each([2, 3])('fit in %d threads to the same bits as on this one', async threads => {
    const fit: NgramFitOptions = {
      ...{ classes, kinds, models: 'all', minimum: 2, maximum: 1e6, salt: 1 },
      folds: { dealt: 5, scored: 5 },
      breathe: rest,
    }
    const here = await fitNgrams(many, words, fit)
    expect(started).not.toHaveBeenCalled()
    expect(await fitNgrams(many, words, { ...fit, threads })).toEqual(here)
    expect(started).toHaveBeenCalledTimes(threads)
  })

  it('start no thread that would never have anything to do: of two folds and three models, four', async () => {
    const folds = { dealt: 5, scored: 2 }
    const fit = { classes, kinds, minimum: 2, maximum: 1e6, salt: 1, folds, breathe: rest, threads: 64 }
    await fitNgrams(many, words, { ...fit, models: 'both' })
    expect(started).toHaveBeenCalledTimes(4)
    started.mockClear()
    await fitNgrams(many, words, { ...fit, models: 'ratios' })
    expect(started).toHaveBeenCalledTimes(2)
  })

  it('answer each job as it would be answered alone, whoever is free', async () => {
    const data = await dataOf(many)
    const jobs: FitJob[] = [job, { ...job, by: 'rarity', Cs: [2] }, { ...job, Cs: [3] }, { ...job, Cs: [] }]
    const alone = new Fitters(data, 1, rest)
    const expected = []
    for (const each of jobs) expected.push(await alone.fit(each))
    const together = new Fitters(data, 2, rest)
    expect(await Promise.all(jobs.map(each => together.fit(each)))).toEqual(expected)
    expect(started).toHaveBeenCalledTimes(2)
    expect(expected.map(models => models.map(({ by }) => by))).toEqual([
      ['ratios', 'ratios', 'counts'],
      ['rarity'],
      ['ratios', 'counts'],
      ['counts'],
    ])
    together.end()
  })

  it.each([1, 2])(
    'with %d threads end with what is thrown between two steps, and begin nothing after',
    async threads => {
      const stop = new Error('enough')
      let breaths = 0
      const breathe = async () => {
        if (++breaths === 3) throw stop
      }
      const fitters = new Fitters(await dataOf(many), threads, breathe)
      const waiting = Array.from({ length: 3 }, () => fitters.fit(job))
      await expect(
        Promise.race(waiting.map(each => each.catch(error => Promise.reject(error)))),
      ).rejects.toBe(stop)
      fitters.end()
      const settled = await Promise.race([
        waiting[2]!.then(
          () => 'begun',
          () => 'begun',
        ),
        nextTurns('waits'),
      ])
      expect(settled).toBe('waits')
    },
  )

  it('start no thread for a few texts', async () => {
    const fitters = new Fitters(await dataOf(drawnTexts(40)), 4, rest)
    const some = Int32Array.of(0, 1, 2, 3, 4, 5, 6)
    expect(await fitters.fit({ ...job, learned: some, judged: some })).toHaveLength(3)
    expect(started).not.toHaveBeenCalled()
    fitters.end()
  })

  it('leave the texts as they are: nothing is given away', async () => {
    const data = await dataOf(many)
    const fitters = new Fitters(data, 2, rest)
    await fitters.fit(job)
    fitters.end()
    expect(data.counted.rows.features.length).toBeGreaterThan(0)
    expect(job.learned).toHaveLength(400)
  })
})

async function nextTurns<Value>(value: Value): Promise<Value> {
  for (let turn = 0; turn < 20; turn++) await host.giveWay()
  return value
}

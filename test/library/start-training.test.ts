import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  evaluate,
  LstmError,
  load,
  MemoryStore,
  readCorpus,
  resume,
  type SavedTraining,
  type Training,
  type TrainingEvent,
  type TrainOptions,
  train,
} from '../../src/index.ts'
import { trainHere } from '../../src/library/start-training.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { runSettingTable } from '../../src/settings/run-settings.ts'
import { flag, parseSetting, type Row } from '../../src/settings/table.ts'
import { collect } from '../collect.ts'
import { sentiments, small } from './rows.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lstm-library-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The bytes of a training's finished model. */
async function bytesOf(training: Training): Promise<Uint8Array> {
  await using model = await training.model
  return model.toBytes()
}

/** Lets a training go on until an event is there. */
async function until(training: Training, wanted: (event: TrainingEvent) => boolean): Promise<void> {
  for await (const event of training) if (wanted(event)) return
}

const atUpdate = (update: number) => (event: TrainingEvent) =>
  event.event === 'update' && event.update === update

describe('train', () => {
  it('tells its events, and gives a model that has learned', async () => {
    const training = train(sentiments(), { ...small, maxEpochs: 20, optimizer: 'adam', learningRate: 0.01 })
    const events = await collect(training)
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['start', 'update', 'end']))
    await using model = await training.model
    expect((await model.predict('a good film')).label).toBe('positive')
    expect((await model.predict('a dull film')).label).toBe('negative')
  })

  it('is driven by its model where nobody listens, to the same bits, whatever gives the rows', async () => {
    async function* rows() {
      yield* sentiments()
    }
    const path = join(folder, 'rows.jsonl')
    await writeFile(
      path,
      sentiments()
        .map(row => `${JSON.stringify(row)}\n`)
        .join(''),
    )
    const listened = train(sentiments(), small)
    await collect(listened)
    const [alone, generated] = await Promise.all([bytesOf(listened), bytesOf(train(rows(), small))])
    expect(generated).toEqual(alone)
    await using filed = await train(readCorpus(path), small).model
    await using same = await load(alone)
    expect(await filed.predict('a good film')).toEqual(await same.predict('a good film'))
  })

  it('trains several at once, each to the bits that it has alone', async () => {
    const seeds = [1, 2, 3]
    const together = await Promise.all(seeds.map(seed => bytesOf(train(sentiments(), { ...small, seed }))))
    for (const [n, seed] of seeds.entries()) {
      expect(await bytesOf(train(sentiments(), { ...small, seed }))).toEqual(together[n])
    }
    expect(together[0]).not.toEqual(together[1])
  })

  it.skipIf(process.platform !== 'linux')(
    'leaves this thread free: it computes for at most a fifth of the time that the process does',
    async () => {
      const here = () => Number(readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ')[0]) / 1e3
      const all = process.cpuUsage()
      const begin = here()
      const rows = sentiments(400)
      await collect(train(rows, { preset: 'best', wordVectorEpochs: 1, maxEpochs: 4, threads: 1 }))
      const { user, system } = process.cpuUsage(all)
      expect((here() - begin) / (user + system)).toBeLessThan(0.2)
    },
  )

  it('reads the rows and calls the store on this thread', async () => {
    const threads = new Set<number>()
    async function* rows() {
      threads.add(threadId)
      yield* sentiments()
    }
    class Watched extends MemoryStore {
      override async save(training: SavedTraining) {
        threads.add(threadId)
        await super.save(training)
      }
    }
    const out = new Watched()
    await using model = await train(rows(), { ...small, out }).model
    expect([...threads]).toEqual([threadId])
    expect(out.best?.vocabulary?.words.length).toBeGreaterThan(0)
    expect(model.labels).toEqual(out.best?.labels)
  })

  it.each([
    ['in a thread', train],
    ['here', trainHere],
  ])(
    'left while an event is awaited, a training %s ends at its update, saved, and waits for no row',
    async (_, begin) => {
      const asked = {
        ...small,
        maxEpochs: 1000,
        patience: 1000,
        displayInterval: 1_000_000,
        validationInterval: 1_000_000,
      }
      const store = new MemoryStore()
      const training = begin(sentiments(), { ...asked, out: store } as TrainOptions)
      const events = training[Symbol.asyncIterator]()
      for (let step = await events.next(); step.value?.event !== 'start'; ) step = await events.next()
      const iterated = (async () => {
        while (!(await events.next()).done);
      })()
      await new Promise(resolve => setTimeout(resolve, 200))
      await events.return?.()
      await iterated
      await expect(training.model).rejects.toMatchObject({ code: 'interrupted' })
      expect(store.saved?.state.update).toBeGreaterThan(0)

      async function* rows() {
        yield* sentiments()
        await new Promise(() => undefined)
      }
      const waiting = begin(rows(), asked)[Symbol.asyncIterator]()
      const none = waiting.next()
      await waiting.return?.()
      expect((await none).done).toBe(true)
    },
  )

  it('gives the model to who leaves at its last event', async () => {
    const training = train(sentiments(), { ...small, maxEpochs: 1 })
    await until(training, ({ event }) => event === 'end')
    await using model = await training.model
    expect(model.labels).toEqual(['negative', 'positive'])
  })

  it('ends when it is told to', async () => {
    const training = train(sentiments(), small)
    let updates = 0
    for await (const event of training) {
      if (event.event === 'update') updates = event.update
      if (updates === 3) training.finish()
      if (event.event === 'end') expect([event.ending, event.update]).toEqual(['finished', 3])
    }
  })

  it('takes test rows of their own', async () => {
    const training = train(sentiments(), { ...small, maxEpochs: 1, test: sentiments(6) })
    for await (const event of training) {
      if (event.event === 'start') expect(event).toMatchObject({ test: 6 })
    }
  })
})

describe('rows that are no good', () => {
  const settings = small
  const failing = (rows: unknown) => train(rows as never, settings).model.catch(error => error)

  it.each([
    ['no text', [{ label: 'good' }], 'row 1: its text is undefined, not a string'],
    ['no label', [...sentiments(2), { text: 'a', label: null }], 'row 3: its label is null, not a string'],
    ['a number as label', [{ text: 'a', label: 5 }], 'row 1: its label is a number, not a string'],
    ['an empty label', [{ text: 'a', label: '' }], 'row 1: the label is empty'],
    // What a model file could not be read with afterwards.
    ['a label of two lines', [{ text: 'a', label: 'b\nc' }], 'row 1: the label has a line break'],
    [
      'half a character as label',
      [{ text: 'a', label: '\ud800' }],
      'row 1: the label has a line break or another',
    ],
    [
      'a label without end',
      [{ text: 'a', label: 'b'.repeat(2000) }],
      'row 1: the label has 2,000 characters',
    ],
    ['one label', [{ text: 'a', label: 'x' }], "the rows have only one label, 'x'"],
    ['none', [], 'holds no texts|no rows'],
    ['null', [null], 'row 1: its text is undefined, not a string'],
  ])('%s', async (_, rows, message) => {
    const failure = await failing(rows)
    expect(failure).toBeInstanceOf(LstmError)
    expect(failure.code).toBe('data')
    expect(failure.message).toMatch(new RegExp(message))
  })

  it('what a generator throws is what the events and the model fail with', async () => {
    const fault = new Error('the broker is gone')
    async function* rows() {
      yield* sentiments(4)
      throw fault
    }
    const training = train(rows(), settings)
    await expect(collect(training)).rejects.toBe(fault)
    await expect(training.model).rejects.toBe(fault)
  })
})

describe('settings', () => {
  const rows = Object.entries<Row>({ ...hyperparameterTable, ...runSettingTable })

  it.each(rows.filter(([, row]) => row.kind !== 'switch'))(
    'a wrong %s gives the message of the flag, under its own name',
    (name, row) => {
      const wrong = row.kind === 'choice' ? 'nonsense' : -7
      const message = (act: () => unknown) => {
        try {
          act()
        } catch (error) {
          return (error as Error).message
        }
        return undefined
      }
      const said = message(() => train(sentiments(), { [name]: wrong }))
      expect(said).toBe(message(() => parseSetting(name, row, String(wrong)))!.replace(flag(name), name))
    },
  )

  it.each([
    [{ bathSize: 3 }, "there is no option 'bathSize'"],
    [{ preset: 'worst' }, "preset wants one of official, auto, best, not 'worst'"],
    [{ dropout: 'no' }, "dropout wants true or false, not 'no'"],
  ])('refuses %j at once', (options, message) => {
    expect(() => train(sentiments(), options as TrainOptions)).toThrow(message)
  })
})

it('says that the preset is official where a setting of the network is given and no preset, and only then', async () => {
  const noticesWith = async (options: TrainOptions) => {
    const events = await collect(train(sentiments(), options))
    return events.flatMap(event => (event.event === 'notice' ? event.message : []))
  }
  const { preset: _, ...byHand } = { ...small, preset: undefined }
  expect(await noticesWith(byHand)).toContainEqual(
    expect.stringMatching(/^\w+ sets the network by hand, so all else is as in the preset official/),
  )
  expect((await noticesWith({ ...small, preset: 'official' })).join()).not.toContain('by hand')
})

describe('a training that is left', () => {
  const whole = bytesOf(train(sentiments(), small))

  it('goes on in memory to the same bits', async () => {
    const out = new MemoryStore()
    await until(train(sentiments(), { ...small, out }), atUpdate(7))
    expect(out.saved?.state.update).toBe(7)
    expect(await bytesOf(resume(out, { data: sentiments(), threads: 1 }))).toEqual(await whole)
    expect(out.history.length).toBe(2)
  })

  it('goes on in a folder to the same bits, and is no model before', async () => {
    const out = join(folder, 'left')
    const training = train(sentiments(), { ...small, out })
    await until(training, atUpdate(5))
    await expect(training.model).rejects.toMatchObject({ code: 'interrupted' })
    expect(await bytesOf(resume(out, { data: sentiments(), threads: 1 }))).toEqual(await whole)
    expect(new Uint8Array(await readFile(join(out, 'best.safetensors')))).toEqual(await whole)
  })

  it('is left by a signal with all saved behind it', async () => {
    const controller = new AbortController()
    const out = new MemoryStore()
    const training = train(sentiments(), { ...small, out, signal: controller.signal })
    const failure = await (async () => {
      for await (const event of training) if (atUpdate(4)(event)) controller.abort()
    })().catch(error => error)
    expect(failure).toMatchObject({ code: 'interrupted' })
    await expect(training.model).rejects.toBe(failure)
    expect(await bytesOf(resume(out, { data: sentiments(), threads: 1 }))).toEqual(await whole)
  })

  it('stops reading when the signal is aborted while it reads', async () => {
    const controller = new AbortController()
    async function* endless() {
      for (;;) yield* sentiments()
    }
    const training = train(endless(), { ...small, signal: controller.signal })
    setTimeout(() => controller.abort(), 50)
    await expect(training.model).rejects.toMatchObject({ code: 'interrupted' })
  })

  it('ends before there is anything to save, and before it goes on, says so, and gives its folder back', async () => {
    const out = join(folder, 'early')
    const aborted = async (training: Training, controller: AbortController) => {
      for await (const event of training) if (event.event === 'progress') controller.abort()
    }
    const early = new AbortController()
    const ngrams = { ...small, ngrams: true, out, signal: early.signal }
    await expect(aborted(train(sentiments(), ngrams), early)).rejects.toMatchObject({
      code: 'interrupted',
      message: 'interrupted before there was anything to save',
    })
    expect(existsSync(out)).toBe(false)
    await until(train(sentiments(), { ...ngrams, signal: undefined }), atUpdate(5))
    const saved = (await readdir(out)).sort()
    const again = new AbortController()
    const resumed = resume(out, { data: sentiments(), signal: again.signal })
    await expect(aborted(resumed, again)).rejects.toMatchObject({
      code: 'interrupted',
      message: 'interrupted before it went on; everything is saved as it was',
    })
    expect((await readdir(out)).sort()).toEqual(saved)
  })

  it('does not go on with other texts, other settings, or nothing', async () => {
    const out = new MemoryStore()
    await until(train(sentiments(), { ...small, out }), atUpdate(3))
    const failing = (training: Training) => training.model.catch(error => error)
    expect(await failing(resume(out, { data: sentiments(40) }))).toMatchObject({ code: 'data' })
    expect(await failing(resume(out))).toMatchObject({ message: 'the training does not name its texts' })
    const changed = { data: sentiments(), batchSize: 5 } as object
    expect(await failing(resume(out, changed))).toMatchObject({
      code: 'usage',
      message: 'batchSize was 4 when this training began and cannot change',
    })
    expect(await failing(resume(new MemoryStore()))).toMatchObject({ code: 'model' })
    expect(await failing(resume(join(folder, 'nowhere')))).toMatchObject({ code: 'model' })
  })
})

describe('rows that do not come', () => {
  async function* stuck() {
    yield* sentiments()
    await new Promise(() => {})
  }
  const aborted = () => AbortSignal.timeout(400)

  it('are not waited for by a training that is aborted', async () => {
    await expect(train(stuck(), { ...small, signal: aborted() }).model).rejects.toMatchObject({
      code: 'interrupted',
    })
  }, 20_000)

  it('nor by an evaluation', async () => {
    await using model = await load()
    await expect(evaluate(model, stuck(), { signal: aborted() })).rejects.toMatchObject({
      code: 'interrupted',
    })
  }, 20_000)
})

describe('readCorpus and evaluate', () => {
  it('give the rows of a file, and the figures of a model on them', async () => {
    const path = join(folder, 'reviews.csv')
    const rows = sentiments(10)
    await writeFile(path, `wording,mood\n${rows.map(({ text, label }) => `${text},${label}\n`).join('')}`)
    const files = readCorpus(path, { textColumn: 'wording', labelColumn: 'mood' })
    expect(await collect(files)).toEqual(rows)
    await using model = await train(sentiments(60).slice(10), { ...small, maxEpochs: 1 }).model
    const measured = await evaluate(model, files)
    expect(measured).toEqual(await evaluate(model, rows))
    expect(measured).toMatchObject({ examples: 10, texts: { offered: 10, measured: 10, new: 10 } })
    const all = [...rows, ...sentiments(12).slice(10)]
    expect(await evaluate(model, all)).toMatchObject({ examples: 10, texts: { offered: 12, leftOut: 2 } })
    expect(await evaluate(model, all, { which: 'all' })).toMatchObject({ examples: 12 })
    expect(measured.classes.map(({ label, support }) => [label, support])).toEqual([
      ['negative', 5],
      ['positive', 5],
    ])
  })

  it('refuse a label that the model does not know, an option that there is not, and no texts', async () => {
    await using model = await train(sentiments(), { ...small, maxEpochs: 1 }).model
    const unknown = [{ text: 'so so', label: 'middling' }] as never
    await expect(evaluate(model, unknown)).rejects.toThrow("the rows: the label 'middling' is not one of")
    await expect(evaluate(model, [])).rejects.toMatchObject({ code: 'data' })
    expect(() => readCorpus('x.csv', { column: 'a' } as object)).toThrow("there is no option 'column'")
  })
})

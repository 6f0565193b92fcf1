import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LoadOptions, LstmError, load, type TextModel, train } from '../../src/index.ts'
import { type Sentiment, sentiments, small } from './rows.ts'

let folder: string
let model: TextModel<Sentiment>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lstm-library-'))
  model = await train(sentiments(), { ...small, maxEpochs: 1 }).model
})
afterAll(async () => {
  await model.dispose()
  await rm(folder, { recursive: true, force: true })
})

const texts = Array.from({ length: 70 }, (_, n) => `${n % 3 ? 'good' : 'bad'} film ${'and '.repeat(n)}`)

describe('predict', () => {
  it('answers a text with an answer, and texts with as many, each as it would alone', async () => {
    const answers = await model.predict(texts)
    expect(answers.map(({ text }) => text)).toEqual(texts)
    for (const n of [0, 1, 69]) expect(await model.predict(texts[n]!)).toEqual(answers[n])
    expect(await model.predict([])).toEqual([])
  })

  it('gives what was asked for', async () => {
    const { label, probability, probabilities } = await model.predict('good film')
    expect(probabilities.map(each => each.label)).toEqual(['negative', 'positive'])
    expect(probabilities).toContainEqual({ label, probability })
    const { top } = await model.predict('good film', { topK: 1 })
    expect(top).toEqual([{ label, probability }])
    const { explanation } = await model.predict('good film', { explain: true })
    expect(explanation.tokens.map(({ token }) => token)).toEqual(['good', 'film'])
    expect((await model.predict('good film', { abstain: 1 })).label).toBe('uncertain')
    for (const always of model.labels) {
      const threshold = { label: always, probability: 0 }
      expect((await model.predict('good film', { threshold })).label).toBe(always)
    }
  })

  it.each([
    [{ topK: 0 }, 'topK wants a whole number of at least 1, not '],
    [{ threshold: { label: 'positive', probability: 2 } }, 'threshold wants a number between 0 and 1 as '],
    [{ threshold: 0.5 }, 'threshold wants a number between 0 and 1 as its probability, not '],
    [{ threshold: { label: 'good', probability: 1 } }, "this model has no label 'good'"],
    [{ topK: 1, abstain: 0.5 }, 'abstain does not go with topK'],
    [{ explains: true }, "there is no option 'explains'"],
  ])('refuses %j', async (options, message) => {
    const failure = await model.predict('good', options as object).catch(error => error)
    expect(failure).toBeInstanceOf(LstmError)
    expect(failure).toMatchObject({ code: 'usage', message: expect.stringContaining(message) })
  })

  it('refuses what is not a string, by its number', async () => {
    const wrong = ['good', 7] as unknown as string[]
    await expect(model.predict(wrong)).rejects.toMatchObject({
      code: 'data',
      message: 'text 2 is a number, not a string',
    })
    for (const [texts, kind] of [
      [7, 'a number'],
      [null, 'null'],
      [{}, 'an object'],
    ] as const) {
      const error = { code: 'data', message: `texts are a string or a sequence of strings, not ${kind}` }
      await expect(model.predict(texts as unknown as string[])).rejects.toMatchObject(error)
    }
  })

  it('is loaded from a path, a URL or bytes, and from nothing else', async () => {
    for (const [source, kind] of [
      [null, 'null'],
      [5, 'a number'],
      [['a'], 'an object'],
    ] as const) {
      const error = {
        code: 'usage',
        message: `a model is loaded from a path, a URL or bytes, not from ${kind}`,
      }
      await expect(load(source as unknown as string)).rejects.toMatchObject(error)
    }
  })

  it('may be called while it answers: calls queue, and answer as they would alone', async () => {
    const alone = await model.predict(texts)
    const [many, rows, ...single] = await Promise.all([
      model.predict(texts),
      model.probabilities(texts),
      ...texts.map(text => model.predict(text)),
    ])
    expect(many).toEqual(alone)
    expect(single).toEqual(alone)
    expect(rows[0]).toBeCloseTo(alone[0]!.probabilities[0]!.probability, 6)
  })
})

describe('predictAll', () => {
  it('answers in order, whatever gives the texts', async () => {
    const expected = await model.predict(texts)
    async function* slow() {
      yield* texts
    }
    for (const source of [texts, new Set(texts), slow()]) {
      const answers = []
      for await (const answer of model.predictAll(source)) answers.push(answer)
      expect(answers).toEqual(expected)
    }
  })

  it('answers a text that has come before the next one comes', async () => {
    let release = () => {}
    async function* source() {
      yield 'first'
      await new Promise<void>(resolve => {
        release = resolve
      })
      yield 'second'
    }
    const answers = model.predictAll(source())
    expect((await answers.next()).value).toMatchObject({ text: 'first' })
    release()
    expect((await answers.next()).value).toMatchObject({ text: 'second' })
    expect((await answers.next()).done).toBe(true)
  })

  it('reads only so far ahead of who takes the answers, and leaves the source when it is left', async () => {
    let read = 0
    let left = false
    async function* endless() {
      try {
        for (;;) yield `good film ${read++}`
      } finally {
        left = true
      }
    }
    for await (const { text } of model.predictAll(endless())) {
      if (text === 'good film 5') break
    }
    expect(read).toBeLessThan(20_000)
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(left).toBe(true)
  })

  it('throws what the source throws, after the answers before', async () => {
    async function* broken() {
      yield 'good film'
      throw new Error('the line is cut')
    }
    const answers = model.predictAll(broken())
    expect((await answers.next()).value).toMatchObject({ text: 'good film' })
    await expect(answers.next()).rejects.toThrow('the line is cut')
  })
})

describe('a source from which nothing more comes', () => {
  it.each([{}, { explain: true }] as const)('is not waited for by whoever has enough: %j', async options => {
    async function* texts() {
      yield 'good film'
      await new Promise(() => {})
    }
    for await (const { text } of model.predictAll(texts(), options)) {
      expect(text).toBe('good film')
      break
    }
    expect((await model.predict('good film')).text).toBe('good film')
  })
})

describe('probabilities', () => {
  it('are written where they are wanted', async () => {
    const into = new Float32Array(2 * texts.length + 3).fill(-1)
    const rows = await model.probabilities(texts, { into })
    expect(rows.buffer).toBe(into.buffer)
    expect(rows.length).toBe(2 * texts.length)
    expect([...into.subarray(rows.length)]).toEqual([-1, -1, -1])
    expect(await model.probabilities(texts)).toEqual(rows)
    const [first] = await model.predict(texts)
    expect(rows[0]).toBeCloseTo(first!.probabilities[0]!.probability, 6)
  })

  it('refuse too little room', async () => {
    await expect(model.probabilities(texts, { into: new Float32Array(3) })).rejects.toThrow(
      'into has room for 3 numbers, and 70 texts of 2 labels have 140',
    )
  })
})

describe('load', () => {
  it('gives back what was saved, from a path, a URL and bytes', async () => {
    const path = join(folder, 'mine.safetensors')
    await model.save(path)
    const bytes = await model.toBytes()
    for (const source of [path, pathToFileURL(path), bytes]) {
      await using same = await load(source, { labels: ['positive', 'negative'], threads: 1 })
      expect(await same.predict(texts)).toEqual(await model.predict(texts))
      expect(same.settings).toEqual(model.settings)
      expect(await same.toBytes()).toEqual(bytes)
    }
  })

  it('gives the pretrained model where none is named, and several at once', async () => {
    await using pretrained = await load<Sentiment>()
    await using mine = await load(await model.toBytes())
    const [theirs, ours] = await Promise.all([pretrained.predict('A wonderful film.'), mine.predict(texts)])
    expect(theirs.label).toBe('positive')
    expect(ours).toEqual(await model.predict(texts))
  })

  it.each([
    ['nowhere', {}, 'model', 'there is no file nowhere'],
    [new URL('https://example.org/model'), {}, 'usage', 'https://example.org/model is not the URL of a file'],
    [new Uint8Array(20), {}, 'model', 'the 20 bytes given'],
    [
      undefined,
      { labels: ['good', 'bad'] },
      'model',
      'the model has the labels negative, positive, not good, bad',
    ],
    [undefined, { threads: -1 }, 'usage', "threads wants a whole number from 0 to 256, not '-1'"],
    [undefined, { thread: 1 }, 'usage', "there is no option 'thread'"],
  ] as const)('refuses %s %j', async (source, options, code, message) => {
    await expect(load(source, options as LoadOptions)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    })
  })
})

describe('dispose', () => {
  it('waits for what was asked before, may be called twice, and leaves a model that says what it is', async () => {
    const same = await load(await model.toBytes())
    const answered = same.predict(texts)
    await Promise.all([same.dispose(), same.dispose(), same[Symbol.asyncDispose]()])
    expect(await answered).toEqual(await model.predict(texts))
    await expect(same.predict('good')).rejects.toMatchObject({
      code: 'usage',
      message: 'the model was disposed of',
    })
    expect(await same.toBytes()).toEqual(await model.toBytes())
  })

  it('ends a predictAll that is under way', async () => {
    const same = await load(await model.toBytes())
    async function* endless() {
      for (;;) yield 'good film'
    }
    const answers = same.predictAll(endless())
    await answers.next()
    await same.dispose()
    const rest = async () => {
      for await (const _ of answers);
    }
    await expect(rest()).rejects.toMatchObject({ code: 'usage', message: 'the model was disposed of' })
  })
})

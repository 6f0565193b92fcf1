import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  check,
  compare,
  evaluate,
  evaluateAnswers,
  learn,
  load,
  planTraining,
  readCorpus,
  search,
  train,
} from '../../src/index.ts'
import { temporaryFolder } from '../run-lstm.ts'

/** What a program without types may give. */
type Wrong = never

const model = await load()
afterAll(() => model.dispose())
const last = async (events: AsyncIterable<unknown>) => {
  for await (const _ of events);
}

describe('what is no sequence of rows is refused by every function that takes rows', () => {
  const functions: Readonly<Record<string, (rows: Wrong) => Promise<unknown>>> = {
    train: async rows => last(train(rows)),
    planTraining: rows => planTraining(rows),
    search: async rows => last(search(rows, { trials: 1 })),
    evaluate: rows => evaluate(model, rows),
    evaluateAnswers: rows => evaluateAnswers(rows),
    compare: rows => compare({ one: model, other: model }, rows),
    check: rows => check(rows),
    learn: rows => learn(model, rows),
    'learn, keep': keep => learn(model, [{ text: 'a', label: 'positive' }], { keep }),
  }
  it.each(Object.entries(functions))('%s', async (_, call) => {
    for (const [rows, kind] of [
      [null, 'null'],
      [3, 'a number'],
      [{}, 'an object'],
    ] as const) {
      const message = `rows are a sequence of objects, not ${kind}`
      await expect((async () => call(rows as Wrong))()).rejects.toMatchObject({ code: 'data', message })
    }
    // The path of a file is a sequence of letters.
    await expect((async () => call('reviews.csv' as Wrong))()).rejects.toMatchObject({
      message: 'rows are a sequence of objects, not a string',
      hint: 'a file is read by readCorpus(path)',
    })
  })
})

describe('values of other kinds', () => {
  it('are no letters of a text, where a sequence of texts is wanted', async () => {
    const message = 'texts are a sequence of strings, and a string alone is one of letters'
    const boxed = Object('good') as Wrong
    for (const call of [() => last(model.predictAll('good')), () => model.predict(boxed)])
      await expect(call()).rejects.toMatchObject({
        code: 'data',
        message,
        hint: 'put it in an array: [text]',
      })
  })

  it.each([
    [() => readCorpus(null as Wrong), 'a path or the URL of a file is wanted, not null'],
    [() => readCorpus(1 as Wrong), 'a path or the URL of a file is wanted, not a number'],
    [() => readCorpus('a.csv', { textColumn: 1 as Wrong }), 'textColumn wants a string, not a number'],
    [() => readCorpus('a.csv', { skipBad: 'yes' as Wrong }), 'skipBad wants a boolean, not a string'],
    [() => readCorpus('a.csv', { onNotice: true as Wrong }), 'onNotice wants a function, not a boolean'],
    [() => readCorpus('a.csv', null as Wrong), 'options are an object, not null'],
    [() => learn(1 as Wrong, []), 'a model is what load or a training gives, not a number'],
    [() => learn(model, [], null as Wrong), 'options are an object, not null'],
    [() => train([], { out: 5 as Wrong }), 'out wants a store, and a number without begin() is none'],
    [() => train([], { signal: 'x' as Wrong }), "signal wants an AbortSignal, not 'x'"],
    [() => train([], { unlabelled: 'a.txt' as Wrong }), 'unlabelled wants a list of files, not a string'],
    [
      () => evaluate(model, [], { which: 'tets' as Wrong }),
      "which wants one of test, train, all, not 'tets'",
    ],
    [() => model.probabilities([], { intoo: 1 } as Wrong), "there is no option 'intoo'"],
    [() => model.probabilities([], { into: [1] as Wrong }), 'into wants a Float32Array, not an object'],
    [
      () => model.predict('a', { threshold: { label: 'positive', probability: 1, prob: 1 } as Wrong }),
      "there is no option 'prob'",
    ],
    [() => load(new URL('file://server/a')), /^file:\/\/server\/a is the URL of no file here: /],
    [() => load(new URL('file:///a%2fb')), /^file:\/\/\/a%2fb is the URL of no file here: /],
  ])('are refused: %s', async (call, message) => {
    const matching = typeof message === 'string' ? message : expect.stringMatching(message)
    await expect((async () => call())()).rejects.toMatchObject({ code: 'usage', message: matching })
  })

  it.each([
    [{ seed: 'x' }, "seed wants a whole number from 0 to 4294967295, not 'x'"],
    [{ metric: 'acuracy' }, /^metric wants accuracy/],
    [{ threads: -1 }, "threads wants a whole number from 0 to 256, not '-1'"],
    [{ settings: { ngramfeatures: 3 } }, "there is no option 'ngramfeatures'"],
    [{ settings: { dimension: 0 } }, /^dimension wants a whole number/],
    [{ space: { dimensoin: { of: [1] } } }, "there is no option 'dimensoin'"],
    [{ space: { dimension: { of: [] } } }, 'space: dimension wants a whole number from 1 to 4096'],
    [{ space: { dimension: { of: [8, 0.5] } } }, /^space: dimension wants .*, not '0.5'$/],
    [
      { space: { dimension: { from: 8, to: 4, scale: 'log' } } },
      "space: dimension has no range from 8 to 4 of the scale 'log'",
    ],
    [{ shard: { index: 5, of: 3 } }, 'shard wants an index from 0 to below of, not 5 of 3'],
  ])('are refused by search at once: %j', (options, message) => {
    expect(() => search([], { trials: 1, ...options } as Wrong)).toThrow(message)
  })

  it.each([
    [{ which: 'trian' }, "which wants one of test, all, not 'trian'"],
    [{ seed: -1 }, /^seed wants a whole number/],
    [{ resamples: 0 }, "resamples wants a whole number of at least 1, not '0'"],
    [{ disagreements: Number.NaN }, "disagreements wants a whole number of at least 0, not 'NaN'"],
  ])('are refused by compare: %j', async (options, message) => {
    await expect(compare({ one: model, other: model }, [], options as Wrong)).rejects.toThrow(message)
  })

  it.each([
    [{ threads: 1.5 }, "threads wants a whole number from 0 to 256, not '1.5'"],
    [{ thread: 1 }, "there is no option 'thread'"],
  ])('are refused by check: %j', async (options, message) => {
    await expect(check([], options as Wrong)).rejects.toThrow(message)
  })

  it('a label of rows has no blanks around it, as in a file; check tells where there were some', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => ({
      text: `film ${n}`,
      label: ['good', 'bad', ' good', 'bad\n'][n % 4]!,
    }))
    await using trained = await train(rows, { network: false, from: 'none', threads: 1 }).model
    expect(trained.labels).toEqual(['bad', 'good'])
    const { check: found } = await check(rows)
    expect(found.findings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^20 texts have a label with blanks around it/),
    )
  })

  it.each(['a\0b', 'loop'])(
    'rows of a place that is none are told as an error of the data: %j',
    async name => {
      const path = join(temporaryFolder(), name)
      if (name === 'loop') symlinkSync(name, path)
      await expect(last(readCorpus(path))).rejects.toMatchObject({
        code: 'data',
        message: expect.stringMatching(/does not exist$|^cannot read /),
        hint: expect.any(String),
      })
    },
  )

  it('test texts beside files are refused by check as well, and not passed over', async () => {
    const path = join(temporaryFolder(), 'a.csv')
    writeFileSync(path, 'text,label\na,b\nc,d\n')
    const rows = [{ text: 'a', label: 'b' }]
    await expect(check(readCorpus(path), { test: rows })).rejects.toMatchObject({
      code: 'usage',
      message: 'test goes with rows',
    })
  })
})

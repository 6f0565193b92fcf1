import { writeFileSync } from 'node:fs'
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
  ])('are refused: %s', async (call, message) => {
    await expect((async () => call())()).rejects.toMatchObject({ code: 'usage', message })
  })

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

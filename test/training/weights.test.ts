import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MemoryStore, readCorpus, resume, train } from '../../src/index.ts'
import { temporaryFolder } from '../data/temporary-folder.ts'

/** Texts that stand there with both labels; `heavy` counts nine times as much. */
const disputed = (heavy: string) =>
  Array.from({ length: 120 }, (_, n) => {
    const label = ['good', 'bad'][n % 2]!
    return { text: `a film of ${n >> 1} and ${(n >> 1) % 7}`, label, weight: label === heavy ? 9 : 1 }
  })
const network = {
  network: true,
  dimension: 4,
  maxEpochs: 3,
  wordVectorEpochs: 0,
  vocabularySize: 100,
} as const
const auto = { preset: 'auto', threads: 1 } as const

describe('weights of texts', () => {
  it.each(['good', 'bad'])('decide what is answered where texts have both labels: %s', async heavy => {
    await using model = await train(disputed(heavy), auto).model
    expect((await model.predict('a film of 3')).label).toBe(heavy)
    await using mixed = await train(disputed(heavy), { ...auto, ...network }).model
    expect((await mixed.predict('a film of 3')).label).toBe(heavy)
    await using alone = await train(disputed(heavy), {
      ...auto,
      ...network,
      ngrams: false,
      learningRate: 0.05,
    }).model
    expect((await alone.predict('a film of 3')).label).toBe(heavy)
  })

  it('that are shares, a thousandth each, make the model that weights of 1 make; figures count each text once', async () => {
    const telling = (weight: (n: number) => number) =>
      Array.from({ length: 120 }, (_, n) => ({
        text: `a ${n % 3 ? 'dull' : 'fine'} film of ${n}`,
        label: n % 3 ? 'bad' : 'good',
        weight: weight(n),
      }))
    await using whole = await train(
      telling(() => 1),
      auto,
    ).model
    await using shares = await train(
      telling(() => 1 / 1024),
      auto,
    ).model
    const text = 'a fine film'
    expect((await shares.predict(text)).probability).toBeCloseTo((await whole.predict(text)).probability, 6)
    // A weight moves the figure by no more than the text it is of.
    const rows = disputed('good').map((row, n) => ({ ...row, weight: n === 0 ? 1e6 : 1 }))
    for await (const event of train(rows, auto))
      if (event.event === 'start') {
        const right = event.ngrams!.accuracy * event.ngrams!.heldOut
        expect(right).toBeCloseTo(Math.round(right), 9)
        expect(right / event.ngrams!.heldOut).toBeLessThan(0.9)
      }
  })

  it('are read from a column, kept with the tokenised texts, and the model says which column it was', async () => {
    const rows = disputed('good').map(({ text, label, weight }) => `${weight},${label},${text}`)
    const folder = await temporaryFolder({ 'rows.csv': `times,label,text\n${rows.join('\n')}\n` })
    const path = join(folder, 'rows.csv')
    for (const _ of ['read', 'kept']) {
      const corpus = readCorpus(path, { weightColumn: 'times', cache: join(folder, 'cache') })
      await using model = await train(corpus, auto).model
      expect((await model.predict('a film of 3')).label).toBe('good')
      expect(model.provenance.source).toMatchObject({ weightColumn: 'times' })
    }
  })

  it.each(['', 'much', '0', '-1', 'Infinity', '1e308', '1e-320'])(
    'of %j are refused, with the place',
    async weight => {
      const folder = await temporaryFolder()
      const path = join(folder, 'rows.csv')
      await writeFile(path, `w,label,text\n1,a,one\n${weight},b,two\n`)
      const training = train(readCorpus(path, { weightColumn: 'w' }), auto)
      await expect(training.model).rejects.toMatchObject({
        code: 'data',
        message: expect.stringContaining('rows.csv:3: its weight'),
      })
    },
  )

  it('that are none are refused in rows, and so is a column that is not there', async () => {
    const rows = [{ text: 'one', label: 'a', weight: Number.NaN }]
    await expect(train(rows, auto).model).rejects.toMatchObject({
      message: 'row 1: its weight is no number above 0',
    })
    const folder = await temporaryFolder({ 'rows.csv': 'label,text\na,one\nb,two\n' })
    const corpus = readCorpus(join(folder, 'rows.csv'), { weightColumn: 'w' })
    await expect(train(corpus, auto).model).rejects.toMatchObject({
      message: expect.stringContaining("no column 'w'"),
    })
  })
})

describe('a training with weights', () => {
  it('goes on to the same bits as if it had never stopped', async () => {
    const folder = await temporaryFolder()
    const settings = { ...auto, ...network, classWeights: 'balanced', displayInterval: 1 } as const
    const rows = disputed('good').filter((_, n) => n % 6 !== 1)
    const [whole, parts] = [new MemoryStore(), new MemoryStore()]
    await train(rows, { ...settings, out: whole }).model
    for await (const event of train(rows, { ...settings, out: parts })) if (event.event === 'update') break
    await resume(parts, { data: rows }).model
    expect(parts.saved!.state).toEqual(whole.saved!.state)
    const out = join(folder, 'model')
    for await (const event of train(rows, { ...settings, out })) if (event.event === 'update') break
    await using resumed = await resume(out, { data: rows }).model
    expect(resumed.provenance.results!.updates).toBe(whole.saved!.state.update)
  })
})

import { describe, expect, it } from 'vitest'
import { decodeSafetensors } from '../../src/formats/safetensors.ts'
import { load, MemoryStore, resume, train } from '../../src/index.ts'
import { NgramFinder } from '../../src/model/ngram-weights.ts'
import { Random } from '../../src/random.ts'
import { decodeModel } from '../../src/storage/model-file.ts'
import type { EndEvent, StartEvent } from '../../src/training/events.ts'

/** Short texts whose label hangs on one of four words; a tenth of the labels are turned. */
function rows(count: number) {
  const random = new Random(4)
  const word = () => `w${random.integer(60)}`
  return Array.from({ length: count }, () => {
    const positive = random.integer(1) === 1
    const cue = (positive ? ['fine', 'lovely'] : ['dull', 'broken'])[random.integer(1)]!
    const label = random.integer(9) === 0 ? !positive : positive
    return {
      text: [word(), word(), cue, word(), word(), word()].join(' '),
      label: label ? 'positive' : 'negative',
    }
  })
}

const network = { network: true, dimension: 8, maxEpochs: 2, vocabularySize: 200 } as const

async function run(options: Parameters<typeof train>[1]) {
  const training = train(rows(400), { preset: 'auto', seed: 1, threads: 1, ...options })
  let start: StartEvent | undefined
  let end: EndEvent | undefined
  for await (const event of training) {
    if (event.event === 'start') start = event
    if (event.event === 'end') end = event
  }
  return { model: await training.model, start: start!, end: end! }
}

describe('--preset auto', () => {
  it('trains n-grams alone on few texts, all of them, and says why and how right they are on texts held out', async () => {
    const { model, start, end } = await run({})
    expect(start.plan.join('\n')).toContain('no network')
    expect(start.train + start.validation).toBe(400)
    expect(start.ngrams!.heldOut).toBe(400)
    expect(start.ngrams!.accuracy).toBeGreaterThan(0.8)
    expect(start.majority).toBeLessThan(0.6)
    expect(end).toMatchObject({ ending: 'fitted', update: 0, test: { examples: 0 } })
    expect((await model.predict('a lovely w3')).label).toBe('positive')
    expect((await model.predict('broken w4 w5')).label).toBe('negative')
    await model.dispose()
  })

  it('mixes a network in where it is told to, whose shares add up to the answer (to 1e-4)', async () => {
    const { model, end } = await run(network)
    expect(end.mixing!.ngrams).toBeGreaterThan(0)
    const { explanation, probabilities } = await model.predict('w1 lovely but broken w2', { explain: true })
    const shares = explanation.tokens.reduce((sum, { contribution }) => sum + contribution, explanation.bias)
    const of = (label: string) => probabilities.find(entry => entry.label === label)!.probability
    const logOdds = Math.log(of(explanation.label) / of(explanation.against))
    expect(Math.abs(shares - logOdds)).toBeLessThan(1e-4)
    await model.dispose()
  })

  it('gives the same bytes again, also through a file', async () => {
    const [one, two] = [await run(network), await run(network)]
    const bytes = await one.model.toBytes()
    expect(await two.model.toBytes()).toEqual(bytes)
    await using loaded = await load(bytes)
    const texts = ['lovely w7', 'dull w9 w9', '']
    expect(await loaded.predict(texts)).toEqual(await one.model.predict(texts))
    await one.model.dispose()
    await two.model.dispose()
  })

  it('goes on after it was left to the same bytes, the n-grams fitted anew', async () => {
    const whole = await run(network)
    const out = new MemoryStore()
    const data = rows(400)
    for await (const event of train(data, { preset: 'auto', seed: 1, threads: 1, ...network, out })) {
      if (event.event === 'validation') break
    }
    await using resumed = await resume(out, { data, threads: 1 }).model
    expect(await resumed.toBytes()).toEqual(await whole.model.toBytes())
    await whole.model.dispose()
  })

  it('takes the share of the most frequent label of all texts that are judged, not of those left to train on', async () => {
    // The equal texts of one label are validated on together.
    const data = Array.from({ length: 80 }, (_, i) =>
      i % 2 ? { text: '???', label: 'same' } : { text: `!!! ${i}`, label: 'other' },
    )
    for await (const event of train(data, { preset: 'auto', threads: 1 })) {
      if (event.event === 'start') expect(event.majority).toBe(0.5)
    }
  })

  it('names what speaks most for each class, and finds its weight again', async () => {
    const { model } = await run({})
    const bytes = await model.toBytes()
    const { ngrams } = decodeModel(decodeSafetensors(bytes, 'x'), 'x')
    const finder = new NgramFinder(ngrams!)
    for (const [label, cues] of [
      ['dull', 'broken'],
      ['fine', 'lovely'],
    ].entries()) {
      const names = ngrams!.strongest![label]!
      expect(names.slice(0, 4)).toEqual(expect.arrayContaining(cues))
      const weights = names.map(ngram => finder.weightOf(ngram, label))
      expect(weights.every((weight, i) => weight > 0 && (i === 0 || weight <= weights[i - 1]!))).toBe(true)
    }
    await model.dispose()
  })

  it('refuses to train nothing', async () => {
    const training = train(rows(40), { preset: 'auto', ngrams: false })
    await expect(training.model).rejects.toThrow('there is nothing to train')
  })
})

import { describe, expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import { fingerprintOf, textHashes } from '../../src/data/fingerprint.ts'
import { testSplit } from '../../src/data/split.ts'
import { LstmError } from '../../src/errors.ts'
import { type SelectionOptions, selectTexts } from '../../src/evaluation/selection.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import type { Sequences } from '../../src/text/sequences.ts'
import { Vocabulary } from '../../src/text/vocabulary.ts'

const words = Array.from({ length: 400 }, (_, i) => `w${i}`)
/** Texts of one word each, from one number to another. */
function texts(from: number, to: number): Sequences {
  const tokens = Int32Array.from({ length: to - from }, (_, i) => from + i)
  return { tokens, offsets: Int32Array.from([...tokens.keys(), to - from]), labels: tokens.map(i => i % 2) }
}
const corpus = (digest: string, train: Sequences, test?: Sequences): TokenisedCorpus => ({
  digest,
  words,
  labelNames: ['neg', 'pos'],
  train,
  test,
})

const trainedOn = texts(0, 100)
const hyperparameters = defaults(hyperparameterTable)
const model = {
  hyperparameters,
  provenance: { producer: 'test', digest: 'the data' },
  vocabulary: new Vocabulary(words),
  fingerprint: fingerprintOf(textHashes(trainedOn, words)),
}
const { fingerprint: _, ...bare } = model
const counts = (
  data: TokenisedCorpus,
  which: SelectionOptions['which'] = 'test',
  from: Parameters<typeof selectTexts>[1] = model,
  request: SelectionOptions['request'] = undefined,
) => {
  const { texts, counts } = selectTexts(data, from, { which, request })
  expect(counts.measured).toBe(texts.labels.length)
  return [counts.offered, counts.measured, counts.leftOut, counts.trainedOn, counts.new]
}

describe('selectTexts', () => {
  it('knows the training texts of a model of n-grams alone, which keeps no vocabulary', () => {
    const kinds = { words: 1, characters: undefined } as const
    const keys = { low: new Uint32Array(0), high: new Uint32Array(0) }
    const ngrams = { kinds, classes: 2, keys, weights: new Float32Array(0), bias: new Float32Array(1) }
    const ofNgrams = { ...model, vocabulary: undefined, ngrams }
    expect(counts(corpus('other', texts(20, 120)), 'test', ofNgrams)).toEqual([100, 20, 80, 0, 20])
  })

  it('refuses where all texts were trained on, and says what was held out then, with a fingerprint or without', () => {
    const none = { examples: 0, error: 0 }
    const validation = { examples: 40, error: 0.125 }
    const results = { updates: 0, train: none, validation, test: none }
    const provenance = { ...model.provenance, results }
    const said = 'trained on all of these texts: of 40 texts held out then, 12.5 % were wrong'
    const all = { ...model, provenance }
    expect(() => counts(corpus('the data', trainedOn), 'test', all)).toThrow(said)
    const undivided = { ...bare, provenance, hyperparameters: { ...hyperparameters, testPortion: 0 } }
    expect(() => counts(corpus('the data', trainedOn), 'test', undivided)).toThrow(said)
  })

  it('says where a decision is found all the same, by answers that the model kept', () => {
    const hintFor = (decides: boolean) => {
      try {
        selectTexts(corpus('the data', trainedOn), model, { which: 'test', request: undefined, decides })
      } catch (error) {
        return error instanceof LstmError ? error.hint : undefined
      }
      return undefined
    }
    expect(hintFor(true)).toMatch(/^a decision is found by the texts held out all the same: --all finds it/)
    expect(hintFor(false)).toMatch(/^measure it on other labelled texts/)
  })

  it("measures the data's own test texts whole, and counts those that are training texts too", () => {
    const official = corpus('the data', trainedOn, texts(95, 195))
    expect(counts(official)).toEqual([100, 100, 0, 5, 95])
    expect(counts(official, 'train')).toEqual([100, 100, 0, 100, 0])
  })

  it('leaves out training texts from the own test texts of other data', () => {
    expect(counts(corpus('other', texts(0, 50), texts(95, 195)))).toEqual([100, 95, 5, 0, 95])
  })

  it('leaves out training texts from data that is not divided, and takes just these for the split train', () => {
    const grown = corpus('other', texts(20, 120))
    expect(counts(grown)).toEqual([100, 20, 80, 0, 20])
    expect(counts(grown, 'train')).toEqual([100, 80, 20, 80, 0])
    expect(counts(grown, 'all')).toEqual([100, 100, 0, 80, 20])
    expect([...selectTexts(grown, model, { which: 'test', request: undefined }).texts.tokens]).toEqual(
      Array.from({ length: 20 }, (_, i) => 100 + i),
    )
  })

  it('refuses when fewer than 1 in 20 are left; of the training data itself, when none is', () => {
    expect(counts(corpus('other', texts(5, 105)))).toEqual([100, 5, 95, 0, 5])
    expect(() => counts(corpus('other', texts(4, 104)))).toThrow(
      'the model was trained on 96 of the 100 texts: too few are left',
    )
    expect(counts(corpus('the data', texts(0, 104)))).toEqual([104, 4, 100, 0, 4])
    expect(() => counts(corpus('the data', trainedOn))).toThrow('trained on all of these texts')
    expect(() => counts(corpus('other', texts(200, 300)), 'train')).toThrow(
      'the model was trained on 0 of the 100 texts: too few',
    )
  })

  it('without a fingerprint finds the split of the same data again, and else cannot tell', () => {
    const data = corpus('the data', texts(0, 200))
    const { heldOut } = testSplit(data, hyperparameters)
    expect(counts(data, 'test', bare)).toEqual([200, heldOut.length, 160, 0, 40])
    expect(counts(data, 'train', bare)).toEqual([200, 160, 40, 160, 0])
    expect(counts(data, 'test', bare, { data: 'a.csv', delimiter: ';' })).toEqual([200, 200, 0, null, null])
    expect(counts(data, 'all', bare)).toEqual([200, 200, 0, null, null])
    expect(counts(corpus('other', texts(0, 200)), 'test', bare)).toEqual([200, 200, 0, null, null])
    expect(() => counts(corpus('other', texts(0, 200)), 'train', bare)).toThrow('does not know which texts')
  })

  it('takes data for the same reading by how it was read, wherever it lies and in whatever order that was said', () => {
    const data = { ...corpus('the data', texts(0, 200)), columns: { text: 'text', label: 'kind' } }
    const source = { data: 'a.csv', delimiter: ';', glob: '*' }
    const { columns } = data
    const from = { ...bare, provenance: { ...bare.provenance, source, columns } }
    const whole = [200, 200, 0, null, null]
    expect(counts(data, 'test', from, { glob: '*', delimiter: ';', data: 'b.csv' })).not.toEqual(whole)
    expect(counts(data, 'test', from, { ...source, labelColumn: '2', known: columns })).not.toEqual(whole)
    expect(counts(data, 'test', from, { ...source, encoding: undefined })).not.toEqual(whole)
    expect(counts(data, 'test', from, { ...source, encoding: 'latin1' })).toEqual(whole)
    expect(counts({ ...data, columns: { ...columns, label: 'other' } }, 'test', from, source)).toEqual(whole)
  })

  it('says what figures must be taken with: unknown training texts, and files that have changed', () => {
    const remarks = (digest: string, from: Parameters<typeof selectTexts>[1]) =>
      selectTexts(corpus(digest, texts(0, 200)), from, { which: 'all', request: { data: 'a.csv' } }).remarks
    const provenance = { ...model.provenance, source: { data: 'a.csv' } }
    expect(remarks('the data', { ...model, provenance })).toEqual([])
    expect(remarks('other', { ...model, provenance })).toEqual([
      'a.csv is not as it was for the training: changed, or another file of that name',
    ])
    expect(remarks('the data', bare)).toEqual([
      'the model does not know which texts it was trained on: some of these may be among them',
    ])
  })

  it('knows texts of word ids by their ids, whether or not there are words for them', () => {
    const ids = {
      ...model,
      vocabulary: undefined,
      fingerprint: fingerprintOf(textHashes(trainedOn, undefined)),
    }
    const ranked = { ...corpus('other', texts(20, 120)), ranked: true as const }
    expect(counts(ranked, 'test', ids)).toEqual([100, 20, 80, 0, 20])
    expect(counts({ ...ranked, words: undefined }, 'test', ids)).toEqual([100, 20, 80, 0, 20])
  })
})

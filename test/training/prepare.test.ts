import { describe, expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import { Random } from '../../src/random.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import type { Sequences } from '../../src/text/sequences.ts'
import { prepare, trainAndTest } from '../../src/training/prepare.ts'

const standard = { ...defaults(hyperparameterTable), validationPortion: 0.2 }

/** Text i has i % 7 + 1 tokens, all of them word i % words. */
function texts(count: number, words: number): Sequences {
  const lengths = Array.from({ length: count }, (_, i) => (i % 7) + 1)
  const offsets = Int32Array.from([
    0,
    ...lengths.map((_, i) => lengths.slice(0, i + 1).reduce((a, b) => a + b, 0)),
  ])
  const tokens = Int32Array.from(lengths.flatMap((length, i) => new Array(length).fill(i % words)))
  return { tokens, offsets, labels: Int32Array.from(lengths, (_, i) => i % 2) }
}

const corpus: TokenisedCorpus = {
  digest: 'x',
  words: ['a', 'b', 'c', 'd', 'only-in-test'],
  labelNames: ['negative', 'positive'],
  train: texts(60, 4),
  test: texts(30, 5),
}
const lengthsOf = ({ offsets }: Sequences) => [...offsets.subarray(1)].map((end, i) => end - offsets[i]!)
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b)

describe('prepare', () => {
  it('drops long texts from training and validation, not from the test; sorts all by length', () => {
    const { data } = prepare(corpus, { ...standard, maxlen: 5 })
    for (const sequences of [data.train, data.validation]) {
      expect(Math.max(...lengthsOf(sequences))).toBe(4)
      expect(lengthsOf(sequences)).toEqual(ascending(lengthsOf(sequences)))
    }
    const left = lengthsOf(corpus.train).filter(length => length < 5).length
    expect(data.train.labels.length).toBe(Math.round(left * 0.8))
    expect(data.train.labels.length + data.validation.labels.length).toBe(left)
    expect(Math.max(...lengthsOf(data.test))).toBe(7)
  })

  it('counts the words of all training texts, the long ones too, and none of the test', () => {
    const { vocabulary } = prepare(corpus, { ...standard, maxlen: 2 })
    expect([...(vocabulary?.words ?? [])].sort()).toEqual(['a', 'b', 'c', 'd'])
    const { data } = prepare(corpus, { ...standard, testSize: 0 })
    expect(data.test.tokens.includes(1)).toBe(true)
    expect(data.train.tokens.includes(1)).toBe(false)
  })

  it('draws test texts in random order; all of them, sorted, for 0', () => {
    const { data } = prepare(corpus, { ...standard, testSize: 10 })
    expect(data.test.labels).toHaveLength(10)
    expect(lengthsOf(data.test)).not.toEqual(ascending(lengthsOf(data.test)))
    expect(lengthsOf(prepare(corpus, { ...standard, testSize: 0 }).data.test)).toEqual(
      ascending(lengthsOf(corpus.test!)),
    )
  })

  it('leaves the generator where the official script has it: after one permutation and one shuffle', () => {
    const { random } = prepare(corpus, { ...standard, testSize: 10 })
    const expected = new Random(123)
    expected.permutation(60)
    expected.permutation(30)
    expect(random.state()).toEqual(expected.state())
  })

  it('says so when too few texts are left', () => {
    expect(() => prepare(corpus, { ...standard, maxlen: 1 })).toThrow(
      'of 60 training texts only 0 have fewer than 1 tokens',
    )
    expect(() =>
      prepare({ ...corpus, train: texts(2, 2) }, { ...standard, validationPortion: 0.01 }),
    ).toThrow('2 training texts are too few to keep 0.01 of them for validation')
  })
})

describe('trainAndTest', () => {
  it("takes the corpus's own split where it has one", () => {
    expect(trainAndTest(corpus, standard)).toEqual({ train: corpus.train, test: corpus.test })
  })

  it('finds the same split again for the same seed, and another for another', () => {
    const unsplit = { train: corpus.train, test: undefined }
    const { train, test } = trainAndTest(unsplit, standard)
    expect([train.labels.length, test.labels.length]).toEqual([48, 12])
    expect(trainAndTest(unsplit, standard)).toEqual({ train, test })
    expect(trainAndTest(unsplit, { ...standard, seed: 9 })).not.toEqual({ train, test })
  })
})

import { describe, expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import { isIn, textHashes } from '../../src/data/fingerprint.ts'
import { select, testSplit } from '../../src/data/split.ts'
import { Random } from '../../src/random.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import type { Sequences } from '../../src/text/sequences.ts'
import type { Vocabulary } from '../../src/text/vocabulary.ts'
import { prepare } from '../../src/training/prepare.ts'
import { allTexts } from '../data/all-texts.ts'

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
  official: true,
  labelNames: ['negative', 'positive'],
  train: texts(60, 4),
  test: texts(30, 5),
}
/** What `prepare` gives, with all the texts of each split. */
function prepared(...of: Parameters<typeof prepare>) {
  const { data, ...rest } = prepare(...of)
  const { train, validation, test } = data
  return { ...rest, data: { train: allTexts(train), validation: allTexts(validation), test: allTexts(test) } }
}

const lengthsOf = ({ offsets }: Pick<Sequences, 'offsets'>) =>
  [...offsets.subarray(1)].map((end, i) => end - offsets[i]!)
const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b)

describe('prepare', () => {
  it('drops long texts from training and validation, not from the test; sorts all by length', () => {
    const { data } = prepared(corpus, { ...standard, maxlen: 5 })
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
    const { vocabulary } = prepared(corpus, { ...standard, maxlen: 2 })
    expect([...(vocabulary?.words ?? [])].sort()).toEqual(['a', 'b', 'c', 'd'])
    const { data } = prepared(corpus, { ...standard, testSize: 0 })
    expect(data.test.tokens.includes(1)).toBe(true)
    expect(data.train.tokens.includes(1)).toBe(false)
  })

  it('draws test texts in random order; all of them, sorted, for 0', () => {
    const { data } = prepared(corpus, { ...standard, testSize: 10 })
    expect(data.test.labels).toHaveLength(10)
    expect(lengthsOf(data.test)).not.toEqual(ascending(lengthsOf(data.test)))
    expect(lengthsOf(prepared(corpus, { ...standard, testSize: 0 }).data.test)).toEqual(
      ascending(lengthsOf(corpus.test!)),
    )
  })

  it('leaves the generator where the official script has it: after one permutation and one shuffle', () => {
    const { random } = prepared(corpus, { ...standard, testSize: 10 })
    const expected = new Random(123)
    expected.permutation(60)
    expected.permutation(30)
    expect(random.state()).toEqual(expected.state())
  })

  it('says so when too few texts are left', () => {
    expect(() => prepare(corpus, { ...standard, maxlen: 1 })).toThrow(
      'of 60 training texts only 0 have fewer than 1 token:',
    )
    expect(() =>
      prepare({ ...corpus, train: texts(2, 2) }, { ...standard, validationPortion: 0.01 }),
    ).toThrow('none of 2 training texts can be held out for validation: 0.01 of them')
  })
})

describe('prepare, of data that is not the official one', () => {
  /** 200 texts, each of them there twice, of two classes; every tenth one is long. */
  const lengths = Array.from({ length: 400 }, (_, i) => (i % 20 < 2 ? 30 : 3))
  const own: TokenisedCorpus = {
    digest: 'x',
    words: Array.from({ length: 200 }, (_, i) => `w${i}`),
    labelNames: ['negative', 'positive'],
    train: {
      tokens: Int32Array.from(lengths.flatMap((length, i) => new Array(length).fill(i >> 1))),
      offsets: Int32Array.from([0, ...lengths]).map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0)),
      labels: Int32Array.from(lengths, (_, i) => (i >> 1) % 2),
    },
    test: undefined,
  }
  const wordsOf = ({ tokens }: Sequences, vocabulary: Vocabulary | undefined) =>
    new Set(Array.from(tokens, token => vocabulary?.word(token)))

  it('has equal texts on one side of both splits, and the shares of both classes', () => {
    const { data, vocabulary } = prepared(own, { ...standard, maxlen: 0, vocabularySize: 10000, testSize: 0 })
    const train = wordsOf(data.train, vocabulary)
    const validation = wordsOf(data.validation, vocabulary)
    expect([...validation].filter(word => train.has(word))).toEqual([])
    expect(data.test.tokens.every(token => token === 1)).toBe(true)
    const counts = [data.train, data.validation, data.test].map(({ labels }) => [
      labels.length,
      labels.reduce((sum, label) => sum + label, 0),
    ])
    expect(counts).toEqual([
      [256, 128],
      [64, 32],
      [80, 40],
    ])
  })

  it('has the same test texts for another seed, and other validation texts', () => {
    const of = (seed: number) => prepared(own, { ...standard, maxlen: 0, testSize: 0, seed })
    const words = (seed: number, split: 'test' | 'validation') => {
      const { data, vocabulary } = of(seed)
      return [...wordsOf(data[split], vocabulary)].sort()
    }
    expect(of(2).vocabulary?.words).toEqual(of(1).vocabulary?.words)
    expect(words(2, 'validation')).not.toEqual(words(1, 'validation'))
  })

  it('knows its training texts again, and none of its test texts', () => {
    const { fingerprint } = prepare(own, standard)
    const { kept, heldOut } = testSplit(own, standard)
    const [train, test] = [kept, heldOut].map(indices => select(own.train, indices))
    expect(textHashes(train!, own.words).every(hash => isIn(fingerprint, hash))).toBe(true)
    expect(textHashes(test!, own.words).some(hash => isIn(fingerprint, hash))).toBe(false)
  })

  it('does not take for training texts what it leaves out for its length', () => {
    const { fingerprint } = prepare(own, { ...standard, maxlen: 30 })
    const { kept } = testSplit(own, standard)
    const train = select(own.train, kept)
    const known = [...textHashes(train, own.words)].map(hash => isIn(fingerprint, hash))
    expect(known).toEqual(lengthsOf(train).map(length => length < 30))
  })

  it('says what it leaves out, and what is equal', () => {
    const { notices } = prepare(own, { ...standard, maxlen: 30 })
    expect(notices.map(({ kind, texts }) => [kind, texts])).toEqual([
      ['equal', 400],
      ['too-long', expect.any(Number)],
    ])
    expect(notices[1]?.message).toMatch(
      /^\d\d of 320 training texts are left out, of 30 tokens or more \(--maxlen\)/,
    )
  })

  it('refuses to train without a class', () => {
    const labels = own.train.labels.map((_, i) => (i % 20 < 2 ? 1 : 0))
    expect(() => prepare({ ...own, train: { ...own.train, labels } }, { ...standard, maxlen: 30 })).toThrow(
      /^no training text of the class 'positive' is left: all 32 have 30 tokens or more$/,
    )
  })

  it('trains on classes of few texts: tests and validates with what can be held out, and names the rest', () => {
    const classes = 2000
    /** Two texts of each class, and one of the last. */
    const labels = Int32Array.from({ length: 2 * classes - 1 }, (_, i) => i % classes)
    const few: TokenisedCorpus = {
      ...own,
      words: Array.from(labels, (_, i) => `w${i}`),
      labelNames: Array.from({ length: classes }, (_, i) => `c${i}`),
      train: {
        tokens: labels.map((_, i) => i),
        offsets: Int32Array.from([...labels.keys(), labels.length]),
        labels,
      },
    }
    const { data, notices } = prepared(few, { ...standard, maxlen: 0, vocabularySize: 10000, testSize: 0 })
    expect(new Set(data.train.labels).size).toBe(classes)
    expect(data.test.labels.length).toBe(Math.round(0.2 * (2 * classes - 2)))
    expect(data.validation.labels.length).toBeGreaterThan(100)
    expect(notices.map(({ kind }) => kind)).toEqual(['untested', 'unvalidated'])
  })

  it('refuses texts of which none can be held out: all of a class are equal', () => {
    const labels = Int32Array.from({ length: 400 }, (_, i) => i % 2)
    const equal = {
      ...own,
      train: { tokens: labels, offsets: Int32Array.from({ length: 401 }, (_, i) => i), labels },
    }
    expect(() => prepare(equal, { ...standard, maxlen: 0 })).toThrow('no text can be held out for testing')
    expect(() => prepare({ ...equal, test: equal.train }, { ...standard, maxlen: 0 })).toThrow(
      'none of 400 training texts can be held out for validation',
    )
  })
})

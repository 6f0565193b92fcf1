import { describe, expect, it } from 'vitest'
import { corpusNotices, tooLongNotices, unheldNotices } from '../../src/data/notices.ts'
import type { Sequences } from '../../src/text/sequences.ts'

/** Texts of one word each, or of none for -; as [word, label]. */
function sequences(...texts: readonly (readonly [string, number])[]): Sequences {
  const tokens = texts.flatMap(([word]) => (word === '-' ? [] : [word.charCodeAt(0) - 97]))
  let end = 0
  const offsets = Int32Array.from([0, ...texts.map(([word]) => (end += word === '-' ? 0 : 1))])
  return { tokens: Int32Array.from(tokens), offsets, labels: Int32Array.from(texts, ([, label]) => label) }
}

const words = [...'abcdefgh']
const noticesOf = (labelNames: readonly string[], train: Sequences, test?: Sequences) =>
  corpusNotices({ digest: '', words, labelNames, train, test }).map(
    ({ severity, message }) => `${severity}: ${message}`,
  )

describe('corpusNotices', () => {
  it('has nothing to say of texts that are all right', () => {
    expect(noticesOf(['neg', 'pos'], sequences(['a', 0], ['b', 1]), sequences(['c', 0]))).toEqual([])
  })

  it('names labels that differ only in case, blanks or dashes, and those that stand for no value, with their counts', () => {
    const names = ['Bad', 'bad', 'good', 'good ', 'nan', 'very  fine', 'very fine']
    const train = sequences(['a', 0], ['b', 1], ['c', 1], ['d', 2], ['e', 3], ['f', 4], ['g', 5], ['h', 6])
    expect(noticesOf(names, train)).toEqual([
      'warning: labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: "Bad" (1) / "bad" (2), "good" (1) / "good " (1), "very  fine" (1) / "very fine" (1) (--merge-labels reads them as one)',
      'warning: 1 text with the label "nan": a missing value?',
    ])
  })

  it('shows what labels differ in that look equal', () => {
    const names = ['caf\u00e9', 'cafe\u0301', 'so so', 'so\u00a0so', 'हिन्दी', 'हिन्दी ']
    const train = sequences(['a', 0], ['b', 1], ['c', 2], ['d', 3], ['e', 4], ['f', 5])
    expect(noticesOf(names, train)).toEqual([
      'warning: labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: "caf\u00e9" (1) / "cafe\\u0301" (1), "so so" (1) / "so\\u00a0so" (1), "हिन्दी" (1) / "हिन्दी " (1) (--merge-labels reads them as one)',
    ])
  })

  it('takes 1 and 1.0 for one label, and 10, 1.5 and 001 for others', () => {
    const names = ['1', '1.0', '10', '1.5', '1.50', '001', '-1', '-1.']
    const train = sequences(...names.map((_, label): [string, number] => ['abcdefgh'[label]!, label]))
    expect(noticesOf(names, train)).toEqual([
      'warning: labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: "1" (1) / "1.0" (1), "1.5" (1) / "1.50" (1), "-1" (1) / "-1." (1) (--merge-labels reads them as one)',
    ])
  })

  it('takes marks around a label and letters that look alike for none of its own', () => {
    const names = ['good', '"good"', 'good.', 'g\u043e\u043ed', ':)', ':(', 'c', 'c#']
    const train = sequences(...names.map((_, label): [string, number] => ['abcdefgh'[label]!, label]))
    expect(noticesOf(names, train)).toEqual([
      'warning: labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: "good" (1) / "\\"good\\"" (1) / "good." (1) / "g\\u043e\\u043ed" (1) (--merge-labels reads them as one)',
    ])
  })

  it('takes letters that are written otherwise, and words written together, for the same', () => {
    const names = ['Kündigung', 'Kuendigung', 'e-mail', 'email', 'résumé', 'resume', '1-2', '12']
    const train = sequences(...names.map((_, label): [string, number] => ['abcdefgh'[label]!, label]))
    expect(noticesOf(names, train)).toEqual([
      'warning: labels that differ only in case, blanks, dashes, accents, marks around them, decimals or letters that look alike: "Kündigung" (1) / "Kuendigung" (1), "e-mail" (1) / "email" (1), "résumé" (1) / "resume" (1) (--merge-labels reads them as one)',
    ])
    expect(noticesOf(['กา', 'กี', 'й', 'и', 'schon', 'schön'], sequences(['a', 0], ['b', 1]))).toEqual([])
  })

  it('counts texts that are empty, equal, contradicting, and on both sides', () => {
    const train = sequences(['a', 0], ['a', 1], ['b', 0], ['b', 0], ['b', 0], ['-', 1], ['-', 0], ['c', 1])
    expect(noticesOf(['neg', 'pos'], train, sequences(['c', 1], ['d', 0]))).toEqual([
      'note: 2 of 8 texts have no token',
      'note: 5 of 8 texts are equal to another one',
      'warning: 2 of 8 texts are equal to one with another label: no model can be right about both',
      'note: 1 of 2 test texts is among the training texts as well',
    ])
  })

  it('takes labels that are alike for one where texts are equal: of these it is told already', () => {
    expect(noticesOf(['Pos', 'neg', 'pos'], sequences(['a', 0], ['a', 2], ['b', 1], ['c', 2]))).toEqual([
      expect.stringContaining('"Pos" (1) / "pos" (2)'),
      'note: 2 of 4 texts are equal to another one',
    ])
  })
})

describe('tooLongNotices', () => {
  const labels = (negative: number, positive: number) =>
    Int32Array.from({ length: negative + positive }, (_, i) => (i < negative ? 0 : 1))
  const messages = (left: Int32Array) =>
    tooLongNotices(labels(1000, 1000), left, ['neg', 'pos'], 100).map(({ severity, message }) => [
      severity,
      message,
    ])

  it('counts, and names the classes where one loses more than another', () => {
    const text = 'training texts are left out, of 100 tokens or more (--maxlen)'
    expect(messages(labels(1000, 1000))).toEqual([])
    expect(messages(labels(500, 550))).toEqual([['note', `950 of 2,000 ${text}`]])
    expect(messages(labels(1000, 20))).toEqual([
      ['warning', `980 of 2,000 ${text}; "neg" 0 of 1,000, "pos" 980 of 1,000`],
    ])
  })
})

it('unheldNotices name the classes without a test or a validation text', () => {
  const of = (kind: 'untested' | 'unvalidated') =>
    unheldNotices(kind, Int32Array.of(0, 1, 1), Int32Array.of(0), ['neg', 'pos'])
  expect(of('untested')).toEqual([
    {
      kind: 'untested',
      severity: 'warning',
      texts: 2,
      message: 'no test text of "pos": too few different texts',
    },
  ])
  expect(of('unvalidated')[0]).toMatchObject({ severity: 'note', texts: 2 })
})

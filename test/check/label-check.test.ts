import { describe, expect, it } from 'vitest'
import { checkTestLabels, labelFindings } from '../../src/check/label-check.ts'

/** So many texts of each label, in their order. */
const texts = (...sizes: number[]) => Int32Array.from(sizes.flatMap((size, label) => Array(size).fill(label)))
const told = (names: readonly string[], labels: Int32Array) =>
  labelFindings(names, labels).map(({ kind, severity, texts, message, rows }) => ({
    ...{ kind, severity, texts, message },
    rows: rows.map(({ index }) => index),
  }))

describe('labels', () => {
  it('of four texts are rare, of five are not', () => {
    expect(told(['a', 'b', 'c'], texts(6, 4, 5))).toEqual([
      {
        ...{ kind: 'rare-labels', severity: 'warning', texts: 4 },
        message: 'labels of fewer than 5 texts: "b" (4)',
        rows: [6, 7, 8, 9],
      },
    ])
  })

  it('of which there is one alone tell nothing apart', () => {
    expect(told(['a', 'b'], texts(0, 7))).toEqual([
      {
        ...{ kind: 'labels', severity: 'error', texts: 7, rows: [] },
        message: 'all training texts have the label "b" (7): a classifier needs at least two',
      },
    ])
  })

  it('are uneven from three times as many texts on, which is a warning from thirty on', () => {
    const uneven = (...sizes: number[]) =>
      told(['a', 'b', 'c'], texts(...sizes)).map(({ severity, message }) => [severity, message.split(':')[0]])
    expect(uneven(17, 6, 8)).toEqual([])
    expect(uneven(18, 6, 8)).toEqual([['note', '"a" (18) has 3.0 times as many texts as "b" (6)']])
    expect(uneven(179, 6, 8)[0]![0]).toBe('note')
    expect(uneven(180, 6, 8)[0]![0]).toBe('warning')
    expect(told(['a', 'b'], texts(180, 4)).map(({ kind }) => kind)).toEqual(['rare-labels'])
  })

  it('that differ from one with twenty times as many texts by a letter may be misspelt; twenty texts are named', () => {
    const names = ['billing', 'biling', 'billling', 'bilxing', 'technical', '10000', '10001']
    const misspelt = (sizes: number[]) =>
      told(names, texts(...sizes))
        .filter(({ message }) => message.startsWith('labels that may be misspelt'))
        .map(({ message, rows }) => [message.split(': ')[1], rows.length])
    expect(misspelt([200, 10, 9, 8, 200, 200, 5])).toEqual([
      [
        '"biling" (10) for "billing" (200), "billling" (9) for "billing" (200), "bilxing" (8) for "billing" (200)',
        20,
      ],
    ])
    expect(misspelt([200, 11, 20, 20, 200, 200, 5])).toEqual([])
  })
})

describe('labels that are no single word', () => {
  const labelsTold = (names: readonly string[], ...sizes: number[]) =>
    told(names, texts(...sizes))
      .filter(({ kind }) => kind === 'labels')
      .map(({ severity, message }) => `${severity}: ${message}`)

  it('may be misspelt as well, but for their digits and single letters', () => {
    const names = [
      'type1',
      'typ1',
      'tpye1',
      'type2',
      'get_physical_card',
      'get_phisical_card',
      'part a',
      'part b',
      'mat101',
      'mas101',
    ]
    expect(labelsTold(names, 200, 9, 8, 7, 200, 6, 200, 5, 200, 5)).toEqual([
      'warning: labels that may be misspelt: "typ1" (9) for "type1" (200), "tpye1" (8) for "type1" (200), "get_phisical_card" (6) for "get_physical_card" (200)',
    ])
  })

  it('are several in one where each part is a label', () => {
    const names = ['positive', 'negative', 'positive,negative', 'Positive | negative', 'and/or', 'n/a']
    expect(labelsTold(names, 10, 10, 10, 10, 10, 10)[0]).toBe(
      'warning: 10 texts with the label "n/a": a missing value?',
    )
    expect(labelsTold(names, 10, 10, 10, 10, 10, 10)[1]).toBe(
      'note: labels that are several in one, where each text has one label here: "positive,negative" (10), "Positive | negative" (10)',
    )
  })

  it('are looked at in a time that grows as their number, as where an id is taken for the label', () => {
    const names = Array.from({ length: 50_000 }, (_, n) => `user${(n * 7919) % 1_000_003}abc`)
    const begin = performance.now()
    expect(told(names, texts(...names.map(() => 1))).map(({ kind }) => kind)).toContain('rare-labels')
    // It took minutes.
    expect(performance.now() - begin).toBeLessThan(10_000)
  }, 30_000)

  it('that another one begins with may be short for it', () => {
    const names = [
      'pos',
      'positive',
      'negative',
      'card',
      'card_arrival',
      'time',
      'timer',
      'timezone',
      'sport',
      'sports',
    ]
    expect(labelsTold(names, ...names.map(() => 10))).toEqual([
      'note: labels that another one begins with: "pos" (10) and "positive" (10): are they one?',
    ])
  })
})

it('as many labels as texts are told of in no time, as where an id stands for the label', () => {
  const names = Array.from({ length: 30_000 }, (_, i) => `id-${i}`)
  const begin = performance.now()
  const [rare] = labelFindings(names, Int32Array.from(names.keys()))
  expect(rare!.message).toMatch(/^labels of fewer than 5 texts: /)
  expect(performance.now() - begin).toBeLessThan(3000)
})

it('labels that are whole texts are told by their beginnings', () => {
  const [rare] = told(['a', 'b', 'A text where its label should stand, and not a short one.'], texts(9, 9, 1))
  expect(rare!.message).toBe(
    'labels of fewer than 5 texts: "A text where its label should stand, and..." (1)',
  )
})

describe('labels of test texts', () => {
  const names = ['a', 'b', 'c']
  const compared = (train: Int32Array, test: Int32Array | undefined) =>
    checkTestLabels(names, train, test).map(({ kind, texts, message }) => [kind, texts, message])

  it('are all there, and as frequent as among the training texts: nothing is said', () => {
    expect(compared(texts(10, 20, 30), texts(1, 2, 3))).toEqual([])
    expect(compared(texts(10, 20, 30), undefined)).toEqual([])
    expect(compared(texts(10, 20, 30), texts())).toEqual([])
    // One in ten of all more is no half of it more.
    expect(compared(texts(50, 50), texts(60, 40))).toEqual([])
  })

  it('are missing, or more or less frequent by a half and by a tenth of all', () => {
    expect(compared(texts(40, 40, 20), texts(70, 30))).toEqual([
      ['labels', 1, 'no test text has the label "c"'],
      [
        'imbalance',
        1,
        'labels that are not as frequent among the test texts as among the training texts: "a"',
      ],
    ])
    // Of a rare label it takes a tenth of all texts, not a half of its own.
    expect(compared(texts(45, 45, 10), texts(41, 41, 18))).toEqual([])
    expect(compared(texts(45, 45, 10), texts(39, 39, 22))).toHaveLength(1)
  })

  it('that no training text has are no labels of theirs', () => {
    expect(compared(texts(50, 50), texts(50, 50, 1))).toEqual([])
  })
})

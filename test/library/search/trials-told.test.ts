import { expect, it } from 'vitest'
import { patience, type SearchEvent } from '../../../src/library/search/search-events.ts'
import { searchReport } from '../../../src/library/search/search-report.ts'
import { searchTable, toldEarlyEnd, toldWinner } from '../../../src/library/search/trials-told.ts'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { defaults } from '../../../src/settings/table.ts'

const ended = (trial: number, error: number, changes: object = {}) =>
  ({
    ...{ event: 'trial', trial, rung: 0, share: 1, accuracy: 1 - error, examples: 1200, badness: error },
    ...changes,
  }) as unknown as SearchEvent

it('what a search kept is told with its error, the number of texts, and why another with less was not', () => {
  const kept = 'trial 0: error 21.3 % of 1,200 texts held out'
  expect(toldWinner([ended(0, 0.213), ended(1, 0.22)], 0)).toBe(kept)
  expect(toldWinner([ended(0, 0.213), ended(1, 0.208)], 0)).toBe(
    `${kept}; others look better, which may be chance`,
  )
  // Those that learned from a part, and those out of bounds, could not have been kept.
  const others = [ended(1, 0.1, { share: 1 / 3 }), ended(2, 0.1, { problem: 'larger than 2 MB' })]
  expect(toldWinner([ended(0, 0.213), ...others], 0)).toBe(kept)
  expect(toldWinner([], 3)).toBe('trial 3')
})

it('why a search ended with time left is told, and not where it had none or its trials were done', () => {
  const trained = ended(0, 0.2, { seconds: 3 })
  const [same, slow] = [
    ended(1, 0.2, { seconds: 0, same: 0 }),
    ended(1, 0.2, { seconds: 0, problem: 'slow' }),
  ]
  const idle = Array.from({ length: patience }, () => same)
  expect(toldEarlyEnd([trained, ...idle], 0.3)).toBe('; nothing new was drawn any more, 30 times in a row')
  expect(toldEarlyEnd([trained, ...idle.slice(1), slow], 0.3)).toMatch(/^; nothing new that fits was drawn/)
  expect(toldEarlyEnd([trained, ...idle], 0.01)).toBe('')
  expect(toldEarlyEnd([...idle, trained, same], 0.3)).toBe('')
})

it('what was judged by more texts is compared on those that both were judged by', () => {
  const on = (texts: number, badness: number) => ({ texts, badness, without: [], of: texts })
  const network = ended(1, 0.071, { judged: { all: on(100, 0.071) } })
  const ngrams = (fewer: number) => ended(0, 0.07, { judged: { all: on(600, 0.07), fewer: on(100, fewer) } })
  expect(toldWinner([ngrams(0.073), network], 1)).toMatch(
    /held out; those with less were judged by other texts, and are not better on the same ones$/,
  )
  expect(toldWinner([ngrams(0.069), network], 1)).toMatch(/; others look better, which may be chance$/)
})

it('how many trials there were is told by their numbers, and which were left out beside them; the page counts trainings', () => {
  const start = {
    ...{ event: 'search', texts: 1500, seed: 1, metric: 'accuracy', folds: 1, rungs: 1 },
    beginnings: [{ given: {}, base: { network: false } }],
  } as unknown as SearchEvent
  const trained = (trial: number, share: number) =>
    ended(trial, 0.2, {
      ...{ share, seconds: 1, spent: 1, macroF1: 0.8, cost: 0.5, bytes: 100, beginning: 0, changes: {} },
    })
  const left = (trial: number) =>
    ended(trial, 0, {
      ...{ badness: null, accuracy: undefined, seconds: 0 },
      problem: 'it would not have fitted into the time',
    })
  const halved = [start, trained(0, 1), trained(1, 1 / 3), trained(2, 1 / 3), trained(2, 1)]
  expect(searchTable(halved)[0]).toBe('3 trials, 2 of them on all texts')
  // Trial 2 was left out on all texts alone.
  const events = [...halved, left(3), left(4), left(2)]
  expect(searchTable(events)[0]).toBe(
    '3 trials, 2 of them on all texts; 2 more were left out: it would not have fitted into the time',
  )
  expect(searchReport('x', events)).toContain('<dt>Trainings</dt><dd>4</dd>')
  expect(searchReport('x', events)).toContain('<dt>Kept</dt><dd>none</dd>')
  // Of pieces that were put together.
  const winner = { event: 'winner', trial: 2, badness: 0.2 } as unknown as SearchEvent
  expect(searchReport('x', [...events, winner])).toContain('<dt>Kept</dt><dd>trial 2: error 20.0 %')
})

it('what mattered are settings that did something, and what the trials started from under its own name', () => {
  const base = { ...defaults(hyperparameterTable), network: false, ngrams: true }
  const start = {
    event: 'search',
    beginnings: [
      { given: {}, base },
      { given: { wordVectors: 'v.txt' }, base: { ...base, dimension: 50 } },
    ],
  } as unknown as SearchEvent
  const trials = Array.from({ length: 8 }, (_, n) =>
    ended(n, n % 2 ? 0.1 : 0.2, {
      ...{ macroF1: 0.8, cost: 0.5, bytes: 100, seconds: 1, spent: n },
      ...{ beginning: n % 2, changes: { ngramWords: 1 + (n % 3) } },
    }),
  )
  const line = searchTable([start, ...trials]).at(-1)
  expect(line).toMatch(/^what mattered .*: --word-vectors 100 %, --ngram-words \d+ %$/)
})

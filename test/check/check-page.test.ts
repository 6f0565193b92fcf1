import { expect, it } from 'vitest'
import type { CorpusCheck } from '../../src/check/check-corpus.ts'
import { checkPage } from '../../src/check/check-page.ts'

const check = (notes: number): CorpusCheck => ({
  texts: { train: 10, test: 0 },
  labels: [],
  lengths: { shortest: 1, median: 2, mean: 2, longest: 3, histogram: [] },
  findings: [
    { kind: 'empty', severity: 'warning' as const },
    ...Array.from({ length: notes }, () => ({ kind: 'length' as const, severity: 'note' as const })),
  ].map(({ kind, severity }) => ({
    ...{ kind: kind as 'empty', severity, texts: 4, message: 'm' },
    examples: ['a', 'b', 'c', 'd'].map(text => ({ place: 'x:1', split: 'train' as const, text, label: 'l' })),
  })),
  remarks: [],
  cleaned: { kept: 10, empty: 0, equal: 0, contradicting: 0, leaks: 0 },
})

it('says how much was found, shows three texts of each finding, and folds those of notes where there is much', () => {
  const summaries = (notes: number) =>
    [...checkPage('x', check(notes)).matchAll(/<summary>([^<]*)<|<dd>([^<]*notes?)</g)].map(
      ([, summary, found]) => summary ?? found,
    )
  expect(summaries(2)).toEqual(['1 warning, 2 notes', '1 more', '1 more', '1 more'])
  expect(summaries(12)).toEqual(['1 warning, 12 notes', '1 more', ...Array(12).fill('4 texts')])
})

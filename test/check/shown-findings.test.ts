import { expect, it } from 'vitest'
import type { Finding } from '../../src/check/finding.ts'
import { withTheirTexts } from '../../src/check/shown-findings.ts'

const finding = (rows: Finding['rows']): Finding => ({
  ...{ kind: 'length', severity: 'note', texts: 2, message: 'told', rows },
})

it('cuts no character in two', async () => {
  const text = `${'x'.repeat(299)}😀 and more`
  const again = async () =>
    (async function* () {
      yield { text, label: 'a', place: 'a.csv:2', share: 0 }
    })()
  const [told] = await withTheirTexts([finding([{ split: 'train', index: 0 }])], again)
  expect(told!.examples[0]!.text).toBe(`${'x'.repeat(299)}😀...`)
})

it('shows a text with its place, its label and what is said of it; of a long one its first 300 characters', async () => {
  const texts = ['short', 'x'.repeat(300), 'y'.repeat(301), 'never asked for']
  const asked: string[] = []
  const again = async (split: 'train' | 'test') => {
    asked.push(split)
    return (async function* () {
      for (const [n, text] of texts.entries()) {
        asked.push(`${split}:${n}`)
        yield { text, label: `${split} label`, place: `${split}.csv:${n + 2}`, share: 0 }
      }
    })()
  }
  const rows = [
    { split: 'train', index: 2, remark: 'long' },
    { split: 'train', index: 0, likely: 'other' },
    { split: 'test', index: 1 },
    { split: 'test', index: 9 },
  ] as const
  const [first, second] = await withTheirTexts([finding(rows), finding([])], again)
  expect(first).toEqual({
    ...{ kind: 'length', severity: 'note', texts: 2, message: 'told' },
    examples: [
      {
        ...{ place: 'train.csv:4', split: 'train', label: 'train label', remark: 'long' },
        text: `${'y'.repeat(300)}...`,
      },
      { place: 'train.csv:2', split: 'train', label: 'train label', likely: 'other', text: 'short' },
      { place: 'test.csv:3', split: 'test', label: 'test label', text: 'x'.repeat(300) },
    ],
  })
  expect(second!.examples).toEqual([])
  // No further than the last that is wanted, where all are found.
  expect(asked.filter(read => read.startsWith('train'))).toEqual(['train', 'train:0', 'train:1', 'train:2'])
})

it('reads no data where nothing names a text of it', async () => {
  const again = async () => {
    throw new Error('read')
  }
  expect(await withTheirTexts([finding([])], again)).toHaveLength(1)
})

import { expect, it } from 'vitest'
import { labelMerges, withMeantLabels } from '../../src/data/merged-labels.ts'
import { collect } from '../collect.ts'

async function* examples(...labels: readonly string[]) {
  for (const [n, label] of labels.entries()) yield { text: `text ${n}`, label, place: `x:${n}`, share: 0 }
}

async function merged(text: string, labels: readonly string[], asked = true) {
  const lines: string[] = []
  const talk = { notice: (line: string) => lines.push(line), skipped() {} }
  const request = asked
    ? { mergeLabels: text, known: { mergeLabels: 'other=label' } }
    : { known: { mergeLabels: text } }
  const read = await collect(
    withMeantLabels(examples(...labels), request, talk, { texts: 'text', told: true }),
  )
  return { labels: read.map(({ label }) => label), lines }
}

it('reads labels as those that are meant, and says of how many texts', async () => {
  expect(await merged('Pos=pos, P = pos', ['Pos', 'neg', 'pos', 'Pos', 'P'])).toEqual({
    labels: ['pos', 'neg', 'pos', 'pos', 'pos'],
    lines: ['label "Pos", read as "pos": 2 texts', 'label "P", read as "pos": 1 text'],
  })
})

it('says of which label there is no text where it was asked for here, and not where a model asks for it', async () => {
  const lines = ['label "Pso", read as "pos": no text has it']
  expect((await merged('Pso=pos', ['pos'])).lines).toEqual(lines)
  expect((await merged('Pso=pos', ['pos'], false)).lines).toEqual([])
})

it.each([
  [' very  good = good , bad=poor', { 'very  good': 'good', bad: 'poor' }],
  ['"good"=good', { '"good"': 'good' }],
  ['a\\b=b', { 'a\\b': 'b' }],
  ['a\\,b=a,c\\=d=c\\,c', { 'a,b': 'a', 'c=d': 'c,c' }],
  ['good\\ =good, a\\\\=b', { 'good ': 'good', 'a\\': 'b' }],
])('%j: a backslash before a mark or a blank takes it as part of a label', (text, expected) => {
  expect(Object.fromEntries(labelMerges(text))).toEqual(expected)
})

it.each([
  ['Pos', "wants pairs such as Positive=positive,pos=positive, not 'Pos'"],
  ['a=b=c', "not 'a=b=c'"],
  ['a=', "not 'a='"],
  ['', "not ''"],
  ['a=b,a=c', 'names "a" twice'],
  ['a=b,b=c', 'reads "a" as "b", which is no label any more'],
  ['a=a', 'reads "a" as "a", which is no label any more'],
])('refuses %j', (text, message) => {
  expect(() => labelMerges(text)).toThrow(message)
})

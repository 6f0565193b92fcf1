import { describe, expect, it } from 'vitest'
import { charactersOf } from '../../src/check/characters.ts'
import { findTellingShapes, shapesOf } from '../../src/check/telling-shapes.ts'
import { cleanRows } from './planted.ts'
import { tokenised } from './tokenised.ts'

/** What is said of sentences of two labels, those of the positive ones changed. */
function found(changed: (text: string, index: number) => string) {
  const rows = cleanRows(400, 3)
  const texts = rows.map(({ text, label }, i) => (label === 'positive' ? changed(text, i) : text))
  const labels = Int32Array.from(rows, ({ label }) => Number(label === 'positive'))
  return findTellingShapes({ ...tokenised(texts), labels }, ['negative', 'positive'], {
    shapes: texts.map(shapesOf),
    traits: texts.map(text => charactersOf(text).traits),
  }).map(({ severity, texts, message }) => [severity, texts, message.replace(/: a model may.*/, '')])
}

describe('what gives a label away beside its words', () => {
  it.each([
    ['a date', (text: string, i: number) => `${2001 + (i % 19)}-0${1 + (i % 9)}-1${i % 10} ${text}`],
    [
      'an id of letters and digits',
      (text: string, i: number) => `${text} ${(7919 * (i + 9)).toString(16)}a4b7`,
    ],
    ['a number of four digits or more', (text: string, i: number) => `${text} #${10_000 + i * 31}`],
    ['the address of a page', (text: string, i: number) => `${text} http://t.co/${i}`],
    ['a blank at its end', (text: string) => `${text}  `],
    ['a capital at each word', (text: string) => text.replace(/\b\p{Ll}/gu, letter => letter.toUpperCase())],
    ['no capital', (text: string) => text.toLowerCase()],
    ['a line break', (text: string) => text.replace(' ', '\n')],
  ])('is %s', (has, changed) => {
    expect(found(changed)).toEqual([
      ['warning', 200, `what gives the label "positive" away beside its words: ${has} (100 %, elsewhere 0)`],
    ])
  })

  it('is a length that hardly another text has', () => {
    expect(found(text => `${text} ${text} ${text}`)).toEqual([
      [
        'note',
        200,
        expect.stringMatching(
          /^nearly all texts of the label "positive" have \d+ tokens or more, and of the others 0.0 %$/,
        ),
      ],
    ])
  })

  it('is nothing in clean texts, or in texts of which some have it', () => {
    expect(found(text => text)).toEqual([])
    expect(found((text, i) => (i % 5 === 0 ? text : `2020-10-10 ${text}`))).toEqual([])
  })
})

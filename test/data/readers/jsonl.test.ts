import { describe, expect, it } from 'vitest'
import { readAll, readText } from './read-rows.ts'

describe('jsonl', () => {
  it('reads one object a line, with numbers and truth values as labels', async () => {
    const contents =
      '\ufeff{"id":1,"Text":"a\\nb\u2028c","label":1}\r\n\n{"Text":"","label":true}\n{"label":" x ","Text":"d"}'
    expect(await readText(contents, 'r.jsonl')).toEqual([
      ['a\nb\u2028c', '1'],
      ['', 'true'],
      ['d', 'x'],
    ])
  })

  it('keeps the digits of labels beyond 2^53', async () => {
    const contents = '{"text":"a","label":9007199254740993}\n{"text":"b","label":9007199254740992}'
    expect(await readText(contents, 'r.ndjson')).toEqual([
      ['a', '9007199254740993'],
      ['b', '9007199254740992'],
    ])
  })

  it('reads an array of objects, and chosen keys', async () => {
    const columns = { textColumn: 'what', labelColumn: 'stars' }
    const contents = '[{"text":"a","label":"b","what":"c","stars":4.5},\n {"stars":1,"what":"d"}]'
    expect(await readText(contents, 'r.json', columns)).toEqual([
      ['c', '4.5'],
      ['d', '1'],
    ])
  })

  it.each([
    ['{"text":"a","label":"x"}\n{"text":"b"', /r\.jsonl:2: not JSON/],
    ['["a","x"]', /r\.jsonl:1: (not JSON|JSON, but not an object)/],
    ['{"text":"a","label":"x"}\n\nnull', /r\.jsonl:3: JSON, but not an object/],
    ['{"text":"a","label":"x"}\n{"text":"b","kind":"x"}', /r\.jsonl:2: no 'label'; there are text, kind/],
    ['{"text":7,"label":"x"}', /r\.jsonl:1: 'text' is not a string/],
    ['{"text":"a","label":""}', /r\.jsonl:1: the label \(column 'label'\) is empty/],
    ['{"text":"a","label":null}', /r\.jsonl:1: the label 'label' is not a string/],
    ['{"what":"a","label":"x"}', /r\.jsonl:1: no text column; the columns are what, label/],
  ])('names the line: %s', async (contents, message) => {
    await expect(readText(contents, 'r.jsonl')).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(message),
    })
  })

  it('leaves bad lines out where it is told to, the first as well', async () => {
    const contents = 'oops\n{"text":"a","label":"x"}\n{"text":1,"label":"x"}\n{"text":"b","label":"y"}'
    const { train, remarks } = await readAll(contents, 'r.jsonl', { skipBad: true })
    expect(train).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ])
    expect(remarks.at(-1)).toBe('2 rows are left out (--skip-bad)')
    await expect(readText('oops\n', 'r.jsonl', { skipBad: true })).rejects.toThrow(/not JSON/)
  })
})

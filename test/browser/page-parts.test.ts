import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latest } from '../../src/browser/page/latest.ts'
import { tokenPlaces } from '../../src/browser/page/token-places.ts'
import { namesFlags, withoutFlags } from '../../src/browser/page/without-flags.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import { tokensOf } from '../../src/text/tokenizers/pieces.ts'

describe('the places of tokens in a text', () => {
  const words = async (text: string, name: 'words' | 'moses' = 'words') => {
    const tokens = [...tokensOf(await loadTokenizer(name), text)]
    return tokenPlaces(text, tokens).map(place => place && text.slice(place.start, place.end))
  }

  it('are where they were read, whatever the tokenizer made of them', async () => {
    expect(await words('It’s a CAFÉ<br />“Fine”… don’t!')).toEqual([
      'It',
      '’s',
      'a',
      'CAFÉ',
      '“',
      'Fine',
      '”',
      '…',
      'don’t',
      '!',
    ])
    expect(await words('I can\'t say "no" & go', 'moses')).toContain('"')
    expect(await words('Cafe\u0301 noir')).toEqual(['Cafe\u0301', 'noir'])
  })

  it('ascend, lie inside the text, and are words of it, for any text', async () => {
    const tokenizer = await loadTokenizer('words')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
        let end = 0
        for (const place of tokenPlaces(text, [...tokensOf(tokenizer, text)])) {
          if (!place) continue
          expect(place.start).toBeGreaterThanOrEqual(end)
          expect(place.end).toBeGreaterThan(place.start)
          end = place.end
        }
        expect(end).toBeLessThanOrEqual(text.length)
      }),
    )
  })

  it('are not looked for far away: a token that is not there leaves the others where they are', () => {
    const text = `one ${'x '.repeat(100)}two one`
    expect(tokenPlaces(text, ['one', 'two', 'x'])).toEqual([
      { start: 0, end: 3 },
      undefined,
      { start: 4, end: 5 },
    ])
  })
})

it('of all that is asked for while there is work, only the last is done', async () => {
  const done: number[] = []
  let go = () => {}
  const ask = latest(async (given: number) => {
    await new Promise<void>(resolve => {
      go = resolve
    })
    done.push(given)
  })
  for (const given of [1, 2, 3]) ask(given)
  go()
  await new Promise(resolve => setTimeout(resolve))
  go()
  await new Promise(resolve => setTimeout(resolve))
  expect(done).toEqual([1, 3])
})

it('what the library says is shown without flags', () => {
  expect(withoutFlags('no network: fewer than 5,000 texts (--network trains one)')).toBe(
    'no network: fewer than 5,000 texts',
  )
  expect(withoutFlags('a.csv: 3 rows are left out (--skip-bad), the first above')).toBe(
    'a.csv: 3 rows are left out, the first above',
  )
  expect(withoutFlags('x (two) -- y')).toBe('x (two) -- y')
  expect(namesFlags('choose it with --text-column NAME')).toBe(true)
  expect(namesFlags('a well-known -- fact')).toBe(false)
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placesOfTokens } from '../../src/text/places-of-tokens.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import { tokenizerNames } from '../../src/text/tokenizers/tokenizer.ts'

async function marked(name: (typeof tokenizerNames)[number], text: string): Promise<string[]> {
  const tokens = (await loadTokenizer(name)).tokenize(text)
  const places = placesOfTokens(text, tokens, name)
  return tokens.map((_, t) => text.slice(places[2 * t], places[2 * t + 1]))
}

describe('placesOfTokens', () => {
  it.each(tokenizerNames)('%s: finds each word as it is written', async name => {
    const text = 'A "Wonderful" film & NOT boring... at all; I liked it [twice]!'
    const words = [
      'A',
      '"',
      'Wonderful',
      '"',
      'film',
      '&',
      'NOT',
      'boring',
      '...',
      'at',
      'all',
      ';',
      'I',
      'liked',
      'it',
      '[',
      'twice',
      ']',
      '!',
    ]
    expect(await marked(name, text)).toEqual(words)
  })

  it('finds what the tokenizers write otherwise: escapes, curly quotes, dashes, accents, emoticons', async () => {
    expect(await marked('moses', "It's Bob's <film>")).toEqual(['It', "'s", 'Bob', "'s", '<', 'film', '>'])
    const text = 'It’s Cafe\u0301…  great—really :-))<br />Yes\u200e!!'
    expect(await marked('words', text)).toEqual([
      'It',
      '’s',
      'Cafe\u0301',
      '…',
      'great',
      '—',
      'really',
      ':-))',
      'Yes\u200e',
      '!',
      '!',
    ])
  })

  it('finds what is written otherwise behind what is left out, too', async () => {
    const text = 'Fine.<br />:-)) Or not<br />.... <br />so\u200c---well'
    expect(await marked('words', text)).toEqual([
      'Fine',
      '.',
      ':-))',
      'Or',
      'not',
      '....',
      'so',
      '---',
      'well',
    ])
  })

  it('finds words of a text of marks without end, which is read as it is, and at once', async () => {
    const marks = '\u0301\u0316'.repeat(30_000)
    const begin = performance.now()
    expect(await marked('words', `cafe\u0301 a${marks} Cafe\u0301 \u212a`)).toEqual([
      'cafe\u0301',
      ...[`a${marks.slice(0, 999)}`, ...marks.slice(999).match(/.{1,1000}/g)!],
      'Cafe\u0301',
      '\u212a',
    ])
    expect(performance.now() - begin).toBeLessThan(1000)
  })

  it.each([
    ['moses', ['Rock', '`n', "'", 'roll', ',', '``fine', "'", "'"]],
    ['moses-2014', ['Rock', '`', 'n', "'", 'roll', ',', '``', 'fine', "''"]],
    ['words', ['Rock', '`', 'n', "'", 'roll', ',', '`', '`', 'fine', "'", "'"]],
  ] as const)('%s: finds backquotes, whatever the tokenizer makes of them', async (name, words) => {
    expect(await marked(name, "Rock `n' roll, ``fine''")).toEqual(words)
  })

  it('finds word ids as they stand there', () => {
    expect([...placesOfTokens('17  4 2', ['17', '4', '2'], undefined)]).toEqual([0, 2, 4, 5, 6, 7])
  })

  it('gives ascending places inside the text, for any text', async () => {
    for (const name of tokenizerNames) {
      const tokenizer = await loadTokenizer(name)
      fc.assert(
        fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), text => {
          const tokens = tokenizer.tokenize(text)
          const places = placesOfTokens(text, tokens, name)
          expect([...places]).toEqual([...places].sort((a, b) => a - b))
          expect(places.every(place => place >= 0 && place <= text.length)).toBe(true)
        }),
        { numRuns: 150 },
      )
    }
  })

  it('takes time that grows with the text: a million characters in two seconds', async () => {
    const text = "It's a film <br /> of words. ".repeat(35_000)
    for (const name of ['moses', 'words'] as const) {
      const tokens = (await loadTokenizer(name)).tokenize(text)
      const start = performance.now()
      const places = placesOfTokens(text, tokens, name)
      expect(performance.now() - start).toBeLessThan(2000)
      expect(text.slice(places.at(-2), places.at(-1))).toBe('.')
    }
  })
})

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MosesVariant, moses, moses2014, mosesLine } from '../../../src/text/tokenizers/moses.ts'
import { longTexts } from './long-texts.ts'

interface Golden {
  readonly text: string
  readonly moses: string
  readonly moses2014: string
}

function goldens(name: string): Golden[] {
  const lines = readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  return lines.map(line => JSON.parse(line))
}

const variants: readonly MosesVariant[] = ['moses', 'moses-2014']

describe.each([
  { name: 'moses.jsonl', count: 180 },
  { name: 'moses-special.jsonl', count: 300 },
])("mosesLine gives tokenizer.perl's line to the character on $name", ({ name, count }) => {
  const examples = goldens(name)

  it('moses', () => {
    expect(examples.map(({ text }) => mosesLine(text, 'moses'))).toEqual(examples.map(each => each.moses))
  })

  it('moses-2014', () => {
    expect(examples.map(({ text }) => mosesLine(text, 'moses-2014'))).toEqual(
      examples.map(each => each.moses2014),
    )
  })

  it('on all its lines', () => {
    expect(examples).toHaveLength(count)
  })
})

describe('moses', () => {
  const tokens = (text: string) => moses.tokenize(text)

  it('lower-cases ASCII letters only, as Python 2 does byte strings', () => {
    expect(tokens('The ÉCOLE and İzmir')).toEqual(['the', 'École', 'and', 'İzmir'])
  })

  it('keeps the markup of IMDB as Moses cuts it', () => {
    expect(tokens('Bad.<br /><br />Good')).toEqual('bad . &lt; br / &gt; &lt; br / &gt; good'.split(' '))
  })

  it.each(['', ' ', '\t\r\n', '\0\x01'])('has no tokens for %j', text => {
    expect(tokens(text)).toEqual([])
  })

  it('takes line breaks for white space: only the period of the last line is that of a last word', () => {
    expect(tokens('At 5 p.m.\r\nSee Mr.\nSmith\n')).toEqual(['at', '5', 'p.m.', 'see', 'mr.', 'smith'])
  })

  it('has names and versions that key the cache', () => {
    expect([moses, moses2014].map(({ name, version }) => `${name} ${version}`)).toEqual([
      'moses 1',
      'moses-2014 1',
    ])
  })
})

describe('for any text', () => {
  const special = fc.constantFrom(
    ..."''``..,, \t\n\r\u0085\u00a0\ufeff\u20280159²éXasb-\"(&|<>[]\0\x1f\ud83d\ude00",
    '😀',
    'DOT',
    'Mr',
    'No',
  )
  const text = fc.oneof(
    fc.array(special).map(parts => parts.join('')),
    fc.string({ unit: 'binary' }),
  )

  it.each(variants)('%s gives the words of its line, lower-cased', variant => {
    const { tokenize } = variant === 'moses' ? moses : moses2014
    fc.assert(
      fc.property(text, sample => {
        const tokens = tokenize(sample)
        const line = mosesLine(sample, variant).replace(/[A-Z]/g, letter => letter.toLowerCase())
        expect(tokens.join(' ')).toBe(line.replace(/[\t-\r ]+/g, ' ').replace(/^ | $/g, ''))
        expect(tokens.every(token => /^[^\t-\r ]+$/.test(token))).toBe(true)
      }),
    )
  })

  it('moses loses and adds nothing but white space and control characters', () => {
    const ink = (line: string) =>
      line.replace(/[\0-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, '')
    fc.assert(
      fc.property(text, sample => {
        fc.pre(!ink(sample).includes('DOTMULTI'))
        expect(withoutEscapes(ink(mosesLine(sample, 'moses')))).toBe(ink(sample))
      }),
    )
  })

  function withoutEscapes(line: string): string {
    const marks = { lt: '<', gt: '>', apos: "'", quot: '"', '#124': '|', '#91': '[', '#93': ']', amp: '&' }
    return Object.entries(marks).reduce((text, [name, mark]) => text.replaceAll(`&${name};`, mark), line)
  }
})

describe('a long text of anything is cut in linear time', () => {
  it.each(longTexts)('%j', (_unit, text) => {
    for (const { tokenize } of [moses, moses2014]) expect(tokenize(text).length).toBeLessThanOrEqual(1e6)
  })
})

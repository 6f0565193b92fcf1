import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { words } from '../../../src/text/tokenizers/words.ts'
import { longTexts } from './long-texts.ts'

function tokens(text: string): string {
  return words.tokenize(text).join(' ')
}

describe('words', () => {
  it.each([
    ['Hello, World!', 'hello , world !'],
    ['"Great," she said; (really?)', '" great , " she said ; ( really ? )'],
    ['ÉCOLE Ελλάς ΟΔΟΣ МОСКВА straße', 'école ελλάς οδος москва straße'],
    ['well-made sci-fi', 'well - made sci - fi'],
    ['@user #tag _great_ R&B C++ and/or', '@ user # tag _ great _ r & b c + + and / or'],
    ['The end.Loved it', 'the end . loved it'],
    ['?!?! ***', '? ! ? ! * * *'],
  ])('%j: words in lower case, and every mark', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    ["don't can't y'all o'clock O'Brien rock'n'roll", "don't can't y'all o'clock o'brien rock'n'roll"],
    ["it's James's film's who's", "it 's james 's film 's who 's"],
    ["O'Brien's ain't she's'", "o'brien 's ain't she 's '"],
    ["1990's '90s 1980s", "1990 's ' 90s 1980s"],
    ["'quoted' dogs' 'tis n't", "' quoted ' dogs ' ' tis n't"],
    ['don’t don`t don´t donʼt', "don't don't don't don't"],
  ])('%j: apostrophes within words', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    ['1,000.50 7/10 10:30 9/11 3.14', '1,000.50 7/10 10:30 9/11 3.14'],
    ['$9.99 50% -5 .5 5,a a,5 10. 10,', '$ 9.99 50 % - 5 . 5 5 , a a , 5 10 . 10 ,'],
    ['3D 4th mp3 v1.2 ٣٫٤ ½', '3d 4th mp3 v1.2 ٣ ٫ ٤ ½'],
    [`5'11" 5′11″`, `5 ' 11 " 5 ' 11 "`],
  ])('%j: numbers', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    ['U.S.A. e.g. 8 p.m. J.R.R. Tolkien', 'u.s.a. e.g. 8 p.m. j.r.r. tolkien'],
    ['the U.S... a.b, plan B. vitamin C.It', 'the u.s ... a.b , plan b . vitamin c . it'],
  ])('%j: abbreviations', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    ['wait... no.. what…', 'wait ... no ... what ...'],
    ['yes -- no --- so—then – well‐made', 'yes -- no -- so -- then - well - made'],
    ['“quoted” ‘single’ «guillemets»', `" quoted " ' single ' " guillemets "`],
  ])('%j: dots, dashes and quotes, however they are written', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    [':) :-) :)))) great:)', ':) :) :) great :)'],
    [":( :-( :'( ;) =) :D :-P :/", ':( :( :( ;) =) :d :p :/'],
    ['<3 <30', '<3 < 30'],
    [
      'http://a.com/b c:/d 10:30 (see:this) Cast:(me)',
      'http : / / a . com / b c : / d 10:30 ( see : this ) cast : ( me )',
    ],
  ])('%j: emoticons', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    ['Bad.<br /><br />Good<BR>So<br/>so', 'bad . good so so'],
    ['<i>x</i> &amp; <brie>', '< i > x < / i > & amp ; < brie >'],
  ])('%j: only line breaks are markup', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    ['didn\x92t \x93so\x94 here \x96 there\x85', `didn't " so " here - there ...`],
    ['a\x08b\0c\x7fd\x81e', 'a b c d e'],
    ['extra\xadordinary\u200e zero\u200bwidth \ufeffmark', 'extraordinary zero width mark'],
    ['می\u200cخواهم क्\u200dष', 'می\u200cخواهم क्\u200dष'],
    ['\ud800x \udc00 \uf0b7 \ud83d', 'x'],
  ])('%j: characters that are not seen', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each([
    ['我喜欢。これはペンです', '我 喜 欢 。 こ れ は ペン で す'],
    ['한국어 영화 สวัสดี', '한국어 영화 สวัสดี'],
  ])('%j: scripts without spaces', (text, expected) => {
    expect(tokens(text)).toBe(expected)
  })

  it.each(['', ' \t\r\n\u00a0\u2028', '<br />', '\0\u200b\u00ad'])('has no tokens for %j', text => {
    expect(words.tokenize(text)).toEqual([])
  })
})

describe('an emoji is one token', () => {
  // The sets of Unicode Technical Standard #51, as the runtime knows them.
  const setsOfStrings = 'v' // Node 20 has it, TypeScript's target ES2023 not yet
  const isEmoji = new RegExp('^\\p{RGI_Emoji}$', setsOfStrings)
  const codePoints = Array.from({ length: 0x1ffff }, (_, i) => i).filter(
    code => code < 0xd800 || code > 0xdfff,
  )
  const characters = codePoints.map(code => String.fromCodePoint(code))
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map(letter =>
    String.fromCodePoint(0x1f1e6 + letter.charCodeAt(0) - 65),
  )

  it.each([
    ['single characters', characters],
    ['with variation selector', characters.map(character => `${character}\ufe0f`)],
    ['skin tones', characters.flatMap(character => [`${character}\u{1f3fb}`, `${character}\u{1f3ff}`])],
    ['flags', letters.flatMap(first => letters.map(second => first + second))],
    ['keycaps', [...'0123456789#*'].map(key => `${key}\ufe0f\u20e3`)],
    ['joined sequences', ['👨‍👩‍👧‍👦', '🏳️‍🌈', '👩🏽‍🚀', '❤️‍🔥', '🧑🏻‍🤝‍🧑🏿', '👁️‍🗨️', '🧔🏽‍♂️']],
    ['flags of regions', ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']],
  ])('%s', (_kind, candidates) => {
    const emoji = candidates.filter(candidate => isEmoji.test(candidate))
    expect(emoji.length).toBeGreaterThan(1)
    for (const one of emoji) {
      const token = one.replaceAll('\ufe0f', '').toLowerCase()
      expect(words.tokenize(`so${one}${one}!`)).toEqual(['so', token, token, '!'])
    }
  })

  it('whether it asks to be shown as emoji, as text, or not', () => {
    expect(tokens('❤ ❤️ ❤︎ ☺️☺')).toBe('❤ ❤ ❤ ☺ ☺')
  })
})

describe('for any text', () => {
  const codeUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map(codes => String.fromCharCode(...codes))
  const special = fc.constantFrom(
    ..."ab1 .'-:;()/<>’…é\u0301\u00ad\u200d\ufe0f我👩🏽🇩\ud800",
    's',
    "'s",
    '<br />',
  )
  const text = fc.oneof(
    codeUnits,
    fc.string({ unit: 'binary' }),
    fc.array(special).map(parts => parts.join('')),
  )

  it('tokens are neither empty nor have white space or control characters', () => {
    fc.assert(
      fc.property(text, sample => {
        expect(words.tokenize(sample).filter(token => !/^[^\s\p{Cc}]+$/u.test(token))).toEqual([])
      }),
    )
  })

  it('white space divides: the tokens of two texts are those of each', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(' ', '\n', '\t', '\u00a0', '<br />'), text, (left, space, right) => {
        const both = words.tokenize(`${left}|${space}|${right}`)
        expect(both).toEqual([...words.tokenize(`${left}|`), ...words.tokenize(`|${right}`)])
      }),
    )
  })

  it('accents composed or not give the same tokens', () => {
    fc.assert(
      fc.property(text, sample => {
        expect(words.tokenize(sample.normalize('NFD'))).toEqual(words.tokenize(sample.normalize('NFC')))
      }),
    )
  })
})

describe('a long text of anything is cut in linear time', () => {
  it.each(longTexts)('%j', (_unit, text) => {
    expect(words.tokenize(text).length).toBeLessThanOrEqual(text.length)
  })

  it('however far its words, marks and accents go on', () => {
    expect(words.tokenize('a'.repeat(1e6)).join('')).toBe('a'.repeat(1e6))
    expect(words.tokenize('.'.repeat(1e6))).toEqual(['...'])
    expect(words.tokenize('!'.repeat(1e6))).toHaveLength(1e6)
  })
})

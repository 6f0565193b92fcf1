import { describe, expect, it } from 'vitest'
import { charactersOf, traits } from '../../src/check/characters.ts'

const isMisread = (text: string) => (charactersOf(text).traits & traits.misread) !== 0
const cyrillic = 'очень хороший фильм, всем советую'
/** The bytes of windows-1251 for it, and what windows-1251 makes of the bytes of UTF-8. */
const bytes = Uint8Array.from(cyrillic, letter => {
  const code = letter.codePointAt(0)!
  return code >= 0x410 && code <= 0x44f ? code - 0x350 : code
})

describe('texts that were decoded wrongly', () => {
  it.each([
    [
      'UTF-8 as windows-1252',
      new TextDecoder('windows-1252').decode(new TextEncoder().encode('It’s a café')),
    ],
    ['UTF-8 as windows-1251', new TextDecoder('windows-1251').decode(new TextEncoder().encode(cyrillic))],
    ['windows-1251 as windows-1252', new TextDecoder('windows-1252').decode(bytes)],
  ])('are found: %s', (_, text) => expect(isMisread(text)).toBe(true))

  it.each([
    [cyrillic.toUpperCase()],
    ['РССС и СССР: Р. С. Т., «РС»'],
    ['Jäääär ja hääöö, äääääh ÄÄÄÄH!'],
    ['créée, née, là où été; íþróttaáætlun'],
    ['ça, ôté, à é è ù'],
  ])('are none of these: %s', text => expect(isMisread(text)).toBe(false))
})

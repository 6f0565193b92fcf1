import { describe, expect, it } from 'vitest'
import { charactersOf } from '../../src/check/characters.ts'
import { checkLanguages } from '../../src/check/language-check.ts'
import { cleanRows } from './planted.ts'
import { tokenised } from './tokenised.ts'

const english = cleanRows(200, 4).map(({ text }) => text)
const korean = Array.from({ length: 60 }, (_, i) => `이 영화는 정말 재미있었고 배우 ${i}명이 훌륭했다`)

/** What is said of texts, and of which of them. */
function found(texts: readonly string[]) {
  const { words, ...sequences } = tokenised(texts)
  const characters = texts.map(charactersOf)
  const scripts = {
    main: characters.map(({ script }) => script),
    all: characters.map(({ allScripts }) => allScripts),
  }
  const isWord = Uint8Array.from(words, word => Number(/\p{L}/u.test(word)))
  return checkLanguages('train', sequences, scripts, words, isWord).map(({ severity, message, rows }) => ({
    severity,
    message,
    texts: rows.map(({ index, remark }) => [texts[index], remark]),
  }))
}

describe('a short sentence of another language', () => {
  it.each([
    ['Un très beau film, mais la fin est décevante.', 'French'],
    ['Merci pour le film !', 'French'],
    ['Die Geschichte spielt in einer kleinen Stadt an der Elbe.', 'German'],
    ['Ich habe selten so gelacht wie in dieser Komödie.', 'German'],
    ['Una película muy divertida y bien contada.', 'Spanish'],
    ['Não gostei muito do final.', 'Portuguese'],
    ['Un film che non dimenticherò mai.', 'Italian'],
    ['Wat een heerlijke film, maar te lang.', 'Dutch'],
    ['Den här filmen var inte bra alls.', 'Swedish'],
    ['Bardzo dobry film, polecam go wszystkim, bo jest świetny.', 'Polish'],
    ['Çok güzel bir film ama sonu kötü.', 'Turkish'],
    ['Filmnya tidak bagus dan terlalu panjang.', 'Indonesian'],
  ])('is found among English ones: %s', (text, language) => {
    expect(found([...english.slice(0, 100), text, ...english.slice(100)])).toEqual([
      {
        severity: 'note',
        message: '1 training text seems to be in another language than the others, which are English',
        texts: [[text, language]],
      },
    ])
  })

  it('is found among German ones', () => {
    const german = english.map((_, i) => `Der Film Nummer ${i} war sehr schön und die Musik auch.`)
    const texts = found([...german, 'The plot was clumsy and the music too loud for me.'])
    expect(texts).toMatchObject([{ texts: [[expect.stringContaining('clumsy'), 'English']] }])
  })
})

describe('no other language', () => {
  it.each([
    ['Robert De Niro drives to Las Vegas.'],
    ['Who wrote Les Misérables and La Bohème?'],
    ['The die is cast, and so am I.'],
    ['Stars in La Dolce Vita, Il Postino and El Mariachi.'],
    ['t h e  f i l m  w a s  a  b i t  o f  a  b o r e'],
    ['War in Man, an Also-Ran'],
  ])('is found in English with names: %s', text => {
    expect(found([...english, text])).toEqual([])
  })
})

describe('texts of a language that is not known', () => {
  it('are told to be in no other one', () => {
    const hungarian = english.map((_, i) => `A szereplő ${i} remek volt, és a zene le is nyűgözött.`)
    expect(found([...hungarian, 'Katona Kálmán la los miniszter tegnap magához az igazgatót.'])).toEqual([])
  })
})

describe('another script', () => {
  it('is told where the usual one is missing, and not where names are longer than the rest', () => {
    const names = '그 다음에 Aviva Investors가 Multi Strategy Target Return 펀드에 투자했다'
    expect(found([...korean, names])).toEqual([])
    expect(found([...korean, 'Netflix Original Series Trailer', 'Очень хороший фильм'])).toEqual([
      {
        severity: 'warning',
        message: '2 training texts are in another script than the others, which are Han, Kana or Hangul',
        texts: [
          ['Netflix Original Series Trailer', 'Latin'],
          ['Очень хороший фильм', 'Cyrillic'],
        ],
      },
    ])
  })

  it('is worth a note where it is Latin in a few of hundreds of texts', () => {
    const severityOf = (text: string) => found([...korean, ...korean, text]).map(({ severity }) => severity)
    expect([severityOf('Ciao!'), severityOf('Очень хороший фильм')]).toEqual([['note'], ['warning']])
  })

  it('in a few of thousands of texts is a note, and words of it among others are', () => {
    const many = Array.from({ length: 15 }, () => english).flat()
    expect(
      found([...many, 'Очень хороший фильм', 'A good film, отличный in every way']).map(
        ({ severity, message, texts }) => [
          severity,
          message.replace(/^.*? training texts? /, ''),
          texts[0]![0],
        ],
      ),
    ).toEqual([
      ['note', 'is in another script than the others, which are Latin', 'Очень хороший фильм'],
      ['note', 'has words of another script among the others', 'A good film, отличный in every way'],
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { checkWriting, writingOf } from '../../src/check/writing.ts'

/** What is said of texts, each time after some that nothing is said of. */
const found = (texts: readonly string[]) =>
  checkWriting('train', [...Array.from({ length: 30 }, () => 'A plain text.'), ...texts].map(writingOf)).map(
    ({ kind, severity, texts }) => [kind, severity, texts],
  )

describe('how a text is written', () => {
  it('is encoded, where characters stand there in another form', () => {
    const texts = [
      'The caf\\u00e9 scene.',
      'The end.\\nThe next line.',
      'over\\r\\n',
      'the%20plot%20is%20thin',
      'It=E2=80=99s a bore',
      'a <b class=3D"x"> tag',
      'VGhlIHBsb3QgaXMgdGhpbiBidXQgdGhlIG11c2ljIGlzIGdvb2Qu',
      'd41d8cd98f00b204e9800998ecf8427e',
    ]
    expect(found(texts)).toEqual([['encoding', 'note', texts.length]])
  })

  it('is another notation', () => {
    const texts = [
      '[b]Great[/b] film',
      'A **great** film',
      'see [the list](https://example.org/list)',
      '{"text": "A great film", "stars": 5}',
      '["A great film"]',
      'Dear {{customer_name}}, thank you',
      `Dear $${'{user}'}, thank you`,
      'Dear %s, thank you',
      'a \\textbf{great} film',
    ]
    expect(found(texts)).toEqual([['markup', 'note', texts.length]])
  })

  it('is all capitals, or has blanks where none belong, or none', () => {
    expect(found(['THE WORST FILM OF THE YEAR', 'САМЫЙ ПЛОХОЙ ФИЛЬМ ГОДА'])).toEqual([['writing', 'note', 2]])
    const texts = [
      't h e w o r s t f i l m',
      'theworstfilmofthewholeyearandofallyearsbeforeit',
      "theworstfilm,ifI'mright,ofthewholeyear.No?Not!",
    ]
    expect(found(texts)).toEqual([['writing', 'note', 3]])
  })

  it('is mostly one character in a row', () => {
    expect(found(['aaaaaaaaaaaa', 'Soooooooooooo goooooooood', '😀😀😀😀😀😀😀😀 hm'])).toEqual([
      ['writing', 'note', 3],
    ])
    expect(
      found(['A loooooooooooong film that I will not see again.', 'It was good ------------------------']),
    ).toEqual([])
  })

  it('is nothing to speak of in usual texts', () => {
    expect(
      found([
        'It costs 19 % or 20%, and 50%ad is 100 % of nothing.',
        'C:\\new\\temp has it, and $\\nabla f = 0$ \\tau.',
        'x=20 and y=30, a=b=c; see example.org/?q=3D',
        "[ toback's ] fondness, [i]t is * * fine * * [ sic ]",
        'A 5 * * * * * hotel (see [1](2)); {sic} [x]',
        'UNESCO',
        'IBM, SAP und BMW',
        '这部电影非常好看，我很喜欢，剧情紧凑演员出色音乐动人',
        '这 部 电 影 非 常 好 看 我 很 喜 欢',
        'โทรศัพท์รุ่นนี้ไม่รองรับอินเทอร์เฟซปัญญาประดิษฐ์อย่างที่คิดไว้ตั้งแต่แรก',
        'Donaudampfschifffahrtsgesellschaftskapitän',
        'https://example.org/search?q=%20',
        'https://averylongnameofahostwithoutanyslashatallbutdots.example.org',
        'a look-at-me-i-am-so-clever-and-so-very-well-read-too film',
        '#averylonghashtagthatgoesonandonwithoutanyblankatall',
        'I, a b c d e.',
        '[deleted]',
        '',
      ]),
    ).toEqual([])
  })

  it('is no accusation where most texts are in capitals', () => {
    expect(
      checkWriting(
        'train',
        Array.from({ length: 9 }, () => writingOf('THE WORST FILM OF ALL')),
      ),
    ).toEqual([])
  })
})

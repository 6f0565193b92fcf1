import { describe, expect, it } from 'vitest'
import { checkContents, checkCut, contentsOf } from '../../src/check/content-check.ts'

const found = (texts: readonly (readonly [text: string, label: string])[]) =>
  checkContents(
    'train',
    texts.map(([text, label]) => contentsOf(text, label, new Set(texts.map(([, label]) => label)))),
  ).map(({ message, severity, texts }) => [severity, texts, message.replace(/^.*? texts? /, '')])

describe('what a text says', () => {
  it('is nothing where it stands in for one that is missing', () => {
    const standIns = [
      'N/A',
      'n/a',
      '[deleted]',
      '[removed]',
      'NULL',
      'nan',
      '(none)',
      'No comment',
      'no review provided.',
      'TBD',
      'lorem ipsum dolor sit amet',
      `Lorem ipsum${' dolor'.repeat(40)}.`,
      'Test',
      '[image]',
      '#REF!',
      'Not available.',
    ]
    expect(found(standIns.map(text => [text, 'x']))).toEqual([
      ['note', standIns.length, 'say only that there is no text, such as "N/A"'],
    ])
    const texts = [
      'None of it works.',
      'no comments section, sadly',
      'missing a charger',
      'blank stares all round',
      'nana loved it',
      'test it before you buy',
      'image quality is fine',
    ]
    expect(found(texts.map(text => [text, 'x']))).toEqual([])
  })

  it('is no word where it has no letter, and an address where it is nothing else', () => {
    const texts = [
      '12345 67',
      '3.14',
      '!!!',
      '👍👍',
      'https://example.org/a?b=1',
      'www.example.org',
      'me@example.org',
      'https://example.org/a\nwww.example.org',
      'mailto:me@example.org',
    ] as const
    expect(found(texts.map(text => [text, 'x']))).toEqual([
      ['note', 4, 'have no letter: numbers, signs or emoji alone'],
      ['note', 5, 'are nothing but an address'],
    ])
    expect(
      found(
        ['see https://example.org', '很好', 'отлично', 'a', '', ' \t ', '\u200b\u200b'].map(text => [
          text,
          'x',
        ]),
      ),
    ).toEqual([])
  })

  it.each([
    ['label: positive - the sound is fine', 'positive'],
    ['__label__positive the sound is fine', 'positive'],
    ['the sound is fine (Rating: 5)', '5'],
    ['category=Billing my invoice is wrong', 'billing'],
    ['Spam: you have won', 'spam'],
  ])('gives its label away: %s', (text, label) => {
    expect(found([[text, label]])).toEqual([['warning', 1, 'has the label written into the text']])
    const others = Array.from({ length: 200 }, () => ['a fine film', label] as const)
    expect(found([[text, label], ...others])[0]?.[0]).toBe('note')
  })

  it.each([
    ['a positive review: fine', 'positive'],
    ['rating: 10 of 10', '1'],
    ['label: negative', 'positive'],
    ['5: the fifth film', '5'],
    ['positively: fine', 'positive'],
    ['positive', 'positive'],
  ])('does not give its label away: %s', (text, label) => expect(found([[text, label]])).toEqual([]))

  it('is a warning where one of a hundred texts gives its label away, and a note where fewer do', () => {
    const texts = (count: number) =>
      Array.from({ length: count }, (_, n) => [n === 0 ? 'label: spam' : 'a text', 'spam'] as const)
    expect([100, 101].map(count => found(texts(count))[0]![0])).toEqual(['warning', 'note'])
  })
})

it('is looked for in a time that long texts do not multiply', () => {
  const texts = [' ', '. ', '... ', '[', '-', 'a ', 'A', '... \n'].map(piece => piece.repeat(100_000))
  const start = performance.now()
  for (const text of texts) contentsOf(`x${text}x`, 'label', new Set(['label']))
  for (const text of texts) contentsOf(text, 'label', new Set(['label']))
  expect(performance.now() - start).toBeLessThan(5000)
})

describe('words that were left out', () => {
  it('have signs in their places', () => {
    const texts = ['I met [NAME] and [PERSON_2] there', 'Call XXXX at once', 'the <unk> film was <unk>']
    expect(found(texts.map(text => [text, 'x']))).toEqual([
      ['note', 3, 'have signs for words that were left out, such as <unk>, [NAME] or XXXX'],
    ])
    expect(
      found(['xXx is a film, and XXX another', '[t]he [sic] [BONUS] <b>'].map(text => [text, 'x'])),
    ).toEqual([])
  })
})

describe('the names of the columns once more', () => {
  it('are told', () => {
    const of = (text: string, label: string) =>
      contentsOf(text, label, new Set(['label', 'spam']), { text: 'text', label: 'label' })
    expect(
      checkContents('train', [of('text', 'label'), of('text', 'spam'), of('a text', 'label')]).map(
        ({ kind, severity, message }) => [kind, severity, message],
      ),
    ).toEqual([
      [
        'unreadable',
        'warning',
        '1 of 3 training texts repeats the names of the columns: files put together with their headers?',
      ],
    ])
  })
})

describe('texts that hold further rows', () => {
  const told = [
    [
      'note',
      1,
      'holds lines that begin or end with a label, as further rows do: is a quote left open before them?',
    ],
  ]
  it.each([
    ['A fine film,positive\nA dull one'],
    ['A fine film\nA dull one,negative\nAnother'],
    ['A fine film\r\n"A dull one";"negative"\r\nAnother'],
    ['A fine film\nnegative,"A dull one'],
    ['A fine film\nnegative\tA dull one'],
  ])('are told: %j', text => {
    expect(
      found([
        [text, 'positive'],
        ['A dull one', 'negative'],
      ]),
    ).toEqual(told)
  })

  it.each([
    ['It was good,\npositive'],
    ['A fine film, positive\nand long'],
    ['A fine film\nnegative, or so they say'],
    ['A fine film,positive'],
    ['It costs 3,5\nor 5,3'],
    ['negative,"A dull one'],
  ])('are not told of lines as people write them: %j', text => {
    expect(
      found([
        [text, 'positive'],
        ['A dull one', 'negative'],
        ['Once more', '5'],
      ]),
    ).toEqual([])
  })
})

describe('texts that were cut off', () => {
  it('end in dots at a letter', () => {
    const cut = [
      'The lens is ve...',
      'The lens is very…',
      'The lens is very …',
      'The lens, ...',
      'The lens is very [...]',
      'It is [+1200 chars] ',
      'The lens is ve... Read more',
      'Das Objektiv [Weiterlesen]',
    ]
    expect(found(cut.map(text => [text, 'x']))).toEqual([
      ['note', 8, 'end in dots or "Read more", as texts do that were cut off'],
    ])
    const whole = [
      'The lens is fine.',
      'wait ... what',
      'well . . .',
      'the lens , hmm ...',
      'v2.0..',
      'no?...',
      'I wanted to see more',
    ]
    expect(found(whole.map(text => [text, 'x']))).toEqual([])
  })

  const sizes = Array.from({ length: 1000 }, (_, n) => 20 + ((n * 7919) % 400))
  it('have exactly the greatest length together', () => {
    const [one] = checkCut(
      'train',
      sizes.map(size => Math.min(size, 280)),
    )
    expect(one).toMatchObject({
      ...{ kind: 'length', severity: 'note', texts: sizes.filter(size => size >= 280).length },
      message: expect.stringContaining('exactly 280 characters, and none has more: were they cut off there?'),
    })
  })

  it('are not found among lengths that run out, short texts, equal ones, or none', () => {
    expect(checkCut('train', sizes)).toEqual([])
    expect(
      checkCut(
        'train',
        sizes.map(size => Math.min(size, 40)),
      ),
    ).toEqual([])
    expect(checkCut('train', [])).toEqual([])
  })

  it('are five at least, of 50 characters, and five times as many as have a length up to a tenth shorter', () => {
    const times = (count: number, size: number) => Array.from({ length: count }, () => size)
    const short = times(200, 20)
    expect(checkCut('train', [...short, ...times(5, 50)])).toHaveLength(1)
    expect(checkCut('train', [...short, ...times(5, 49)])).toEqual([])
    expect(checkCut('train', [...short, ...times(4, 50)])).toEqual([])
    // Ten lengths, 90 to 99, have one text each on average, or a little more.
    expect(checkCut('train', [...short, ...times(5, 100), ...times(10, 90)])).toHaveLength(1)
    expect(checkCut('train', [...short, ...times(5, 100), ...times(11, 90)])).toEqual([])
  })
})

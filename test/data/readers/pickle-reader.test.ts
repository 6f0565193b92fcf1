import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fileInput } from '../../../src/data/input/input.ts'
import { loadTokenisedCorpus } from '../../../src/data/load-corpus.ts'
import { pickleReader } from '../../../src/data/readers/pickle-reader.ts'
import { inMemory } from '../../../src/text/sequences.ts'
import { officialPath } from '../../storage/official-files.ts'
import { wordTokenizer } from '../../text/word-tokenizer.ts'
import { type Picklable, pickled } from '../pickled.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const written = async (...objects: (Picklable | Buffer)[]) => {
  const bytes = objects.map(value => (Buffer.isBuffer(value) ? value : pickled(value as Picklable)))
  return join(await temporaryFolder({ 'a.pkl': Buffer.concat(bytes) }), 'a.pkl')
}
const dictionary = officialPath('imdb.dict.pkl.gz')

describe('imdb.pkl', () => {
  it.each([0, 1, 2, 3, 4, 5])(
    'of protocol %i keeps order, labels and ids; token i stands for the id i + 2',
    async protocol => {
      const path = officialPath(`imdb-protocol${protocol}.pkl`)
      expect(await pickleReader.readIds(await fileInput(path), undefined)).toEqual({
        words: undefined,
        ranked: true,
        labelNames: ['negative', 'positive'],
        train: {
          tokens: Int32Array.of(0, 1, 2, 298, 69998, 3, 0, 0, -1, 4),
          offsets: Int32Array.of(0, 5, 6, 10),
          labels: Int32Array.of(1, 1, 0),
        },
        test: {
          tokens: Int32Array.of(1, 2, 97),
          offsets: Int32Array.of(0, 2, 3),
          labels: Int32Array.of(1, 0),
        },
      })
    },
  )

  it('has unknown words where the dictionary has none', async () => {
    const { words, train } = await pickleReader.readIds(
      await fileInput(officialPath('imdb.pkl.gz')),
      dictionary,
    )
    expect(words).toHaveLength(5)
    expect([...inMemory(train).tokens]).toEqual([0, 1, 2, -1, -1, 3, 0, 0, -1, 4])
  })

  it('may have no test texts', async () => {
    expect(
      (await pickleReader.readIds(await fileInput(await written([[[2]], [1]])), undefined)).test,
    ).toBeUndefined()
  })

  it.each<[what: string, objects: (Picklable | Buffer)[], message: RegExp]>([
    ['a dictionary', [new Map([['the', 2]])], /object 1 is not a list of texts and a list of labels/],
    [
      'three objects',
      [
        [[], []],
        [[], []],
        [[], []],
      ],
      /it holds 3 objects/,
    ],
    ['texts without labels', [[[[2]], []]], /1 text and 0 labels/],
    ['words', [[[['the']], [1]]], /text 0 of object 1 holds something that is no word id/],
    [
      'fractions',
      [
        [
          [[2], [2.5]],
          [1, 1],
        ],
      ],
      /text 1 of object 1 holds something that is no word id/,
    ],
    ['negative ids', [[[[-1]], [1]]], /no word id/],
    ['ids past 32 bits', [[[[2 ** 32]], [1]]], /no word id/],
    ['text that is no list', [[[3], [1]]], /text 0 of object 1 is no list of its own/],
    [
      'a list in many places',
      [Buffer.from('(((K\x02lq\x01h\x01l(K\x01K\x01ll.', 'latin1')],
      /text 1 of object 1 is no list of its own/,
    ],
    ['negative labels', [[[[2]], [-1]]], /a label that is no number/],
    [
      'other labels in the test texts',
      [
        [[[2]], [1]],
        [[[2]], [2]],
      ],
      /other labels/,
    ],
  ])('refuses %s', async (_, objects, message) => {
    await expect(
      pickleReader.readIds(await fileInput(await written(...objects)), undefined),
    ).rejects.toMatchObject({
      name: 'LstmError',
      code: 'data',
      message: expect.stringMatching(message),
    })
  })

  describe('as data', () => {
    const load = (request: object) =>
      loadTokenisedCorpus({ data: officialPath('imdb.pkl.gz'), ...request }, wordTokenizer())

    it('has a digest that knows the dictionary', async () => {
      const digests = [await load({}), await load({ dictionary }), await load({ dictionary })].map(
        ({ digest }) => digest,
      )
      expect(digests[0]).not.toBe(digests[1])
      expect(digests[1]).toBe(digests[2])
    })

    it('comes out of the cache as it went in', async () => {
      const cacheFolder = await temporaryFolder()
      for (const request of [{}, { dictionary }]) {
        const data = { data: officialPath('imdb.pkl.gz'), ...request }
        const first = await loadTokenisedCorpus(data, wordTokenizer(), { cacheFolder })
        expect(await loadTokenisedCorpus(data, wordTokenizer(), { cacheFolder })).toEqual(first)
      }
    })

    it('goes with no texts beside it, and texts with no dictionary', async () => {
      const texts = join(await temporaryFolder({ 'a.csv': 'text,label\nx,1\ny,0\n' }), 'a.csv')
      await expect(load({ test: texts })).rejects.toThrow(/holds word ids: it cannot be measured on/)
      await expect(load({ data: texts, dictionary })).rejects.toThrow(
        /holds texts: they need no --dictionary/,
      )
      await expect(load({ data: texts, test: officialPath('imdb.pkl.gz') })).rejects.toThrow(
        /holds word ids, and .* texts/,
      )
    })
  })
})

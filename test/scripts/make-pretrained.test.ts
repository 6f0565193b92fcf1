import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makePretrained, pretrainingSettings } from '../../scripts/pretrained/make.ts'
import { findWordList, pretrainingRows } from '../../scripts/pretrained/rows.ts'
import { findImdb } from '../../src/data/readers/imdb.ts'
import { temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

it('makes the pretrained file twice to the same bytes, of a cut of its sources, with one thread and with two', async () => {
  const [trees, vectors] = [join(folder, 'trees.txt'), join(folder, 'vectors.txt')]
  const tree = (word: string, label: number) =>
    `(${label} (2 the) (${label} (2 film) (${label} (2 is) (${label} ${word}))))\n`
  writeFileSync(
    trees,
    ['good', 'fine', 'superb', 'bad', 'dull', 'awful'].map((word, n) => tree(word, n < 3 ? 4 : 0)).join(''),
  )
  const sources = { reviews: findImdb(), trees, developmentTrees: trees, wordList: findWordList() }
  const all = await pretrainingRows(sources)
  expect(digest(JSON.stringify(await pretrainingRows(sources)))).toBe(digest(JSON.stringify(all)))

  const rows = all.filter(({ text }, n) => n % 150 === 0 && text.length < 1000)
  const words = [...new Set(rows.flatMap(({ text }) => text.toLowerCase().match(/[a-z]+/g) ?? []))]
  writeFileSync(
    vectors,
    words
      .map((word, n) => `${word} ${[1, 2, 3, 4].map(d => Math.cos(n * d).toFixed(4)).join(' ')}\n`)
      .join(''),
  )
  const made = async (threads: number) => {
    const path = await makePretrained({
      ...{ rows, vectors, reviewsDigest: digest(''), out: join(folder, `made-${threads}`) },
      ngramFeatures: 5000,
      settings: {
        ...pretrainingSettings,
        vocabularySize: 500,
        extraWords: 50,
        maxEpochs: 1,
        threads,
      },
      onEvent() {},
    })
    return digest(await readFile(path))
  }
  expect(await made(2)).toBe(await made(1))
})

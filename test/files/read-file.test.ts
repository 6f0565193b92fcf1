import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadTokenisedCorpus } from '../../src/data/load-corpus.ts'
import { LstmError } from '../../src/errors.ts'
import { readNamedFile } from '../../src/files/read-file.ts'
import { readTensorFile } from '../../src/storage/tensor-file.ts'
import { sampleCsv } from '../run-lstm.ts'
import { wordTokenizer } from '../text/word-tokenizer.ts'

const endless = '/dev/zero'

describe.skipIf(!existsSync(endless))('a device without an end', () => {
  it.each([
    ['a named file', () => readNamedFile(endless, 'data')],
    ['a model', () => readTensorFile(endless)],
    ['a dictionary', () => loadTokenisedCorpus({ data: sampleCsv, dictionary: endless }, wordTokenizer())],
  ])(
    'is refused as %s after 1 GiB',
    async (_, read) => {
      const refused = await read().catch(error => error)
      expect(refused).toBeInstanceOf(LstmError)
      expect(refused.message).toBe('/dev/zero is no plain file and gives more than 1 GiB')
    },
    30_000,
  )
})

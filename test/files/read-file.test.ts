import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { readNamedFile } from '../../src/files/read-file.ts'
import { readTensorFile } from '../../src/storage/tensor-file.ts'

const endless = '/dev/zero'

describe.skipIf(!existsSync(endless))('a device without an end', () => {
  it.each([
    ['a named file', () => readNamedFile(endless, 'data')],
    ['a model', () => readTensorFile(endless)],
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

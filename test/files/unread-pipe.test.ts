import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeNamedFile } from '../../src/files/write-file.ts'
import { temporaryFolder } from '../run-lstm.ts'

const pipe = join(temporaryFolder(), 'pipe')

it('writeNamedFile does not wait for ever for whoever is to read a pipe', async () => {
  execFileSync('mkfifo', [pipe])
  await expect(writeNamedFile(pipe, [Buffer.from('new')], 'do this')).rejects.toMatchObject({
    code: 'disk',
    message: `cannot write ${pipe}: nobody reads from it`,
    hint: 'do this',
  })
})

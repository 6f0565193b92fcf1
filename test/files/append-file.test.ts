import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, it } from 'vitest'
import { appendLines } from '../../src/files/append-file.ts'
import { temporaryFolder } from '../run-lstm.ts'

const root = temporaryFolder()
let file: string
beforeEach(async () => {
  file = join(await mkdtemp(join(root, 'a-')), 'lines')
})
const text = () => readFileSync(file, 'utf8')

it('appendLines makes a file for whom it was made, and adds to it', async () => {
  await appendLines(file, 'one\n', 0o600)
  await appendLines(file, '')
  await appendLines(file, 'two\n')
  expect(text()).toBe('one\ntwo\n')
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

it('appendLines ends a line that a killed program has left, and keeps it', async () => {
  writeFileSync(file, '{"text":"cu')
  await appendLines(file, 'one\n')
  expect(text()).toBe('{"text":"cu\none\n')
  appendFileSync(file, 'last')
  await appendLines(file, '')
  expect(text()).toBe('{"text":"cu\none\nlast\n')
})

it('appendLines takes back what a full disk took of a line, so that the next one is whole', async () => {
  await appendLines(file, 'one\n')
  const module = fileURLToPath(new URL('../../dist/files/append-file.js', import.meta.url))
  const program = `
    import { appendLines } from ${JSON.stringify(module)}
    const [file] = process.argv.slice(1)
    await appendLines(file, 'x'.repeat(5000) + '\\n').catch(error => console.log(error.code))
    await appendLines(file, 'two\\n')`
  // The shell lets a file have so many blocks of 512 or 1024 bytes: beyond, a write is cut as on a full disk.
  const command = `ulimit -f 2; exec "$0" --input-type=module -e "$1" "$2"`
  const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, program, file], {
    encoding: 'utf8',
  })
  expect([stdout, stderr, text()]).toEqual(['EFBIG\n', '', 'one\ntwo\n'])
})

it('appendLines tells that nobody reads from a pipe', { timeout: 20_000 }, async () => {
  execFileSync('mkfifo', [file])
  await expect(appendLines(file, 'one\n')).rejects.toThrow('nobody reads from it')
})

it.skipIf(!existsSync('/dev/full'))('appendLines says what a device objects', async () => {
  await expect(appendLines('/dev/full', 'one\n')).rejects.toMatchObject({ code: 'ENOSPC' })
  await appendLines('/dev/null', 'one\n')
})

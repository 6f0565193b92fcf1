import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runLstm, sampleCsv, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()

beforeAll(async () => {
  await mkdir(join(folder, 'folder'))
  await writeFile(join(folder, 'file'), 'kept')
  expect(
    (await runLstm(['train', ...tinyTraining, '--max-epochs', '1', '--out', 'model'], { folder })).code,
  ).toBe(0)
}, 60_000)

/** What writes a file, before the path that it writes. */
const files: readonly (readonly string[])[] = [
  ['export', 'model', '--format', 'safetensors', '--out'],
  ['export', 'model', '--format', 'float16', '--out'],
  ['export', 'model', '--format', 'safetensors', '--out', 'model.safetensors', '--dictionary'],
  ['eval', '--checkpoint', 'model', '--data', sampleCsv, '--all', '--report'],
  ['check', sampleCsv, '--report'],
  ['export', 'model', '--format', 'npz', '--out'],
  ['export', 'model', '--format', 'onnx', '--out'],
]
/** What writes into a folder, before its path. */
const folders: readonly (readonly string[])[] = [
  ['train', '--data', sampleCsv, '--out'],
  ['split', '--data', sampleCsv, '--out'],
  ['data', 'imdb', '--from', 'http://127.0.0.1:9/aclImdb_v1.tar.gz', '--out'],
]

const impossible = ['folder', 'file/inside', 'none/inside', '/dev/full', '/proc/inside'].filter(
  path => !path.startsWith('/') || existsSync(`/${path.split('/')[1]}`),
)

async function expectTold(args: readonly string[], path: string): Promise<void> {
  const { code, stderr } = await runLstm([...args, path], { folder })
  const last = stderr.trimEnd().split('\n').slice(-2)
  expect(last[0]).toMatch(/^lstm: cannot write .*: .+/)
  expect(last[0]).toContain(path.replace(/\/inside$/, ''))
  expect([code, last[1]]).toEqual([1, expect.stringMatching(/^ {6}\S/)])
}

describe('what cannot be written is told with its path and ends with 1', () => {
  it.each(files.flatMap(args => impossible.map(path => [args.join(' '), path, args] as const)))(
    'lstm %s %s',
    async (_, path, args) => expectTold(args, path),
  )

  it.each(
    folders.flatMap(args =>
      ['file', 'file/inside', '/proc/inside'].map(path => [args.join(' '), path, args] as const),
    ),
  )('lstm %s %s', async (_, path, args) => expectTold(args, path))

  it.each(['file/inside.csv', '/proc/inside.jsonl'])('lstm eval --predictions %s', async path => {
    const { code, stderr } = await runLstm(
      ['eval', '--checkpoint', 'model', '--data', sampleCsv, '--predictions', path],
      { folder },
    )
    expect([code, stderr]).toEqual([1, expect.stringContaining(`lstm: cannot write ${path}: `)])
  })

  it('leaves what was there as it was', async () => {
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('kept')
    expect(await readdir(join(folder, 'folder'))).toEqual([])
  })
})

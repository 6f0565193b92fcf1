/** What files people have, through the real program: read as they stand, or refused with what to do. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const put = (name: string, contents: string | Uint8Array) => writeFileSync(join(folder, name), contents)
/** Trains for a moment on other data than the sample. */
const train = (args: readonly string[], input: string | Uint8Array = '') =>
  runLstm(['train', ...tinyTraining.slice(2), '--max-epochs', '1', '--out', 'm', ...args], { folder, input })
const rows = (line: (i: number) => string) => Array.from({ length: 60 }, (_, i) => line(i)).join('')

describe('lstm train --data', () => {
  it('stops at Latin-1 with the line and the cure, and reads it with --encoding', async () => {
    const labels = ['pêche', 'pèche', 'sport']
    put('latin1.csv', Buffer.from(`text,label\n${rows(i => `a film ${i},${labels[i % 3]}\n`)}`, 'latin1'))
    const refused = await train(['--data', 'latin1.csv'])
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringMatching(/latin1\.csv:2: bytes that are no UTF-8 text\n.*--encoding windows-1252/),
    ])
    const { code, stderr } = await train(['--data', 'latin1.csv', '--encoding', 'windows-1252'])
    expect([code, stderr]).toEqual([0, expect.stringContaining('labels pèche, pêche, sport')])
  })

  it('reads stdin, compressed, without a header, and says what it found; eval reads it in the same way', async () => {
    const spam = gzipSync(rows(i => `${i % 3 ? 'ham' : 'spam'};message "${i}" of "all"\n`))
    const { code, stderr } = await train(['--data', '-'], spam)
    expect(code).toBe(0)
    expect(stderr).toMatch(/^lstm: stdin: values are divided by ';' \(--delimiter says otherwise\)$/m)
    expect(stderr).toMatch(/^lstm: stdin: read as rows without a header: column 2 is the text, column 1/m)
    expect(stderr).toMatch(/^data +stdin, /m)
    const measured = (input: Uint8Array) =>
      runLstm(['eval', '--checkpoint', 'm', '--data', '-', '--all'], { folder, input })
    const same = await measured(spam)
    expect(same.stdout).toMatch(/60/)
    expect(same.stderr).toMatch(/trained on stdin, [\s\S]*\/best.safetensors on stdin, /)
    // Other texts from stdin are no file that was changed.
    const other = gzipSync(rows(i => `${i % 2 ? 'ham' : 'spam'};note "${i}" of "none"\n`))
    expect((await measured(other)).stderr).not.toContain('not as it was')
    expect((await runLstm(['inspect', 'm'], { folder })).stdout).toMatch(/^data +stdin$/m)
  })

  it('reads a folder of classes', async () => {
    for (const name of ['sci.space', 'rec.autos']) {
      mkdirSync(join(folder, 'news', name), { recursive: true })
      for (let i = 0; i < 30; i++) put(join('news', name, String(i)), `From: ${name}\n\na second line ${i}`)
    }
    const { code, stderr } = await train(['--data', 'news'])
    expect([code, stderr]).toEqual([0, expect.stringContaining('labels rec.autos, sci.space')])
    const { stdout } = await runLstm(['inspect', 'm', '--json'], { folder })
    expect(stdout).toContain('second')
  })

  it.each([
    [['--data', 'ok.csv', '--glob', '*.txt'], '--glob does not go with ok.csv, which is read as csv'],
    [['--data', 'news', '--no-header'], '--no-header does not go with news, which is read as folder'],
    [['--data', 'ok.csv', '--delimiter', 'ab'], '--delimiter "ab" is not one character'],
    [['--data', 'ok.csv', '--encoding', 'klingon'], "there is no encoding 'klingon'"],
  ])('%j: one clear line, and exit 2', async (args, message) => {
    put('ok.csv', 'text,label\na,x\nb,y\n')
    mkdirSync(join(folder, 'news'), { recursive: true })
    const { code, stderr } = await train(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

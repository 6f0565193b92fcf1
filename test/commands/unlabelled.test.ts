import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => runLstm(args, { folder })

const good = ['superb', 'lovely', 'fine', 'great', 'clever', 'warm']
const bad = ['awful', 'dreadful', 'dull', 'poor', 'stupid', 'cold']
const rows = Array.from({ length: 60 }, (_, n) => {
  // The first two of each kind are in no labelled text.
  const word = (n % 2 ? good : bad)[2 + (Math.floor(n / 2) % 4)]
  return `${n % 2 ? 'praise' : 'blame'},the ${word} film number ${n}\n`
})
writeFileSync(join(folder, 'texts.csv'), `label,text\n${rows.join('')}`)

/** Words of one kind stand together; many, for most of such frequent ones are passed over. */
const sentence = (n: number) => {
  const words = n % 2 ? good : bad
  return Array.from({ length: 200 }, (_, k) => words[(n * 7 + k * k + 3 * k * (n % 5)) % 6]).join(' ')
}
const sentences = Array.from({ length: 400 }, (_, n) => sentence(n))
writeFileSync(join(folder, 'more.txt'), `${sentences.slice(0, 200).join('\n')}\n`)
writeFileSync(
  join(folder, 'more.csv.gz'),
  gzipSync(
    `id,text\n${sentences
      .slice(200)
      .map((text, n) => `${n},${text}\n`)
      .join('')}`,
  ),
)

describe('lstm train --unlabelled', () => {
  it('says how many texts it read, and knows words that were never labelled', async () => {
    const { code, stderr } = await run(
      ...['train', '--data', 'texts.csv', '--unlabelled', 'more.txt', 'more.csv.gz', '--out', 'small'],
    )
    expect(stderr).toContain(
      'more.txt, more.csv.gz: 400 texts without labels, 80,000 tokens: word vectors of 100 columns, for 8 of 71 distinct words of the texts (20.0 % of their tokens), and for 4 others',
    )
    expect(code).toBe(0)
    const { stdout } = await run('predict', '--checkpoint', 'small', 'superb', 'dreadful')
    expect(stdout).toMatch(/^praise\t[\d.]+\tsuperb\nblame\t[\d.]+\tdreadful\n/)
  }, 60_000)

  it('gives the same bytes for any threads, and resumes to them; changed texts are refused', async () => {
    const flags = ['--preset', 'best', '--max-epochs', '2', '--dimension', '8', '--validation-portion', '0.2']
    const start = ['train', '--data', 'texts.csv', ...flags, '--unlabelled', 'more.txt']
    const whole = await run(...start, '--out', 'whole')
    expect(whole.code).toBe(0)
    expect((await run('inspect', 'whole')).stdout).toMatch(/Wemb +float32 \[\d+, 8\]/)
    await run(...start, '--threads', '2', '--out', 'resumed')
    const bytes = (name: string) => readFileSync(join(folder, name, 'best.safetensors'))
    expect(bytes('resumed').equals(bytes('whole'))).toBe(true)
    writeFileSync(join(folder, 'resumed', 'best.safetensors'), '')
    expect((await run('train', '--resume', '--out', 'resumed')).code).toBe(0)
    expect(bytes('resumed').equals(bytes('whole'))).toBe(true)
    writeFileSync(join(folder, 'more.txt'), `${sentences.slice(0, 199).join('\n')}\n`)
    const changed = await run('train', '--resume', '--out', 'resumed')
    expect(changed.code).toBe(3)
    expect(changed.stderr).toContain('the texts of more.txt are others than when the training began')
  }, 60_000)

  it.each([
    [
      ['--unlabelled', 'more.txt', '--word-vectors', 'more.txt'],
      '--unlabelled does not go with --word-vectors',
    ],
    [
      ['--unlabelled', 'more.txt', '--preset', 'best', '--word-vector-epochs', '3'],
      '--unlabelled gives the word vectors that --word-vector-epochs would make',
    ],
    [['--unlabelled', 'nowhere.txt'], 'cannot read nowhere.txt: no such file or directory'],
    [['--unlabelled', '.'], '. is no file'],
    [['--unlabelled', 'blank.txt'], 'no text of blank.txt has a word in it'],
    [['--unlabelled', 'short.txt'], 'the texts without labels have no word 5 times'],
    [['--unlabelled', 'cut.csv.gz'], 'cut.csv.gz'],
    [['--unlabelled', 'bytes.txt'], 'bytes.txt:2'],
  ])('refuses %j', async (flags, message) => {
    writeFileSync(join(folder, 'blank.txt'), '\n\n')
    writeFileSync(join(folder, 'short.txt'), 'one two three\n')
    writeFileSync(join(folder, 'cut.csv.gz'), gzipSync('text\na b c\n').subarray(0, 20))
    writeFileSync(join(folder, 'bytes.txt'), Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]))
    const { code, stderr } = await run('train', '--data', 'texts.csv', ...flags, '--out', 'refused')
    expect(stderr).toContain(message)
    expect([2, 3]).toContain(code)
  })
})

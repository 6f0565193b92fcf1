import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const run = (...args: string[]) => runLstm(args, { folder })

const good = ['superb', 'lovely', 'fine', 'great', 'clever', 'warm']
const bad = ['awful', 'dreadful', 'dull', 'poor', 'stupid', 'cold']
const rows = Array.from({ length: 60 }, (_, n) => {
  // The first two of each kind are in no text.
  const word = (n % 2 ? good : bad)[2 + (Math.floor(n / 2) % 4)]
  return `${n % 2 ? 'praise' : 'blame'},the ${word} film number ${n}\n`
})
writeFileSync(join(folder, 'texts.csv'), `label,text\n${rows.join('')}`)
const vector = (word: string, n: number) =>
  `${word} ${good.includes(word) ? 1 : -1} ${Math.sin(n)} 0.2 ${Math.cos(3 * n)}\n`
const vectors = [...good, ...bad, 'unheard'].map(vector).join('')
writeFileSync(join(folder, 'vectors.txt'), vectors)

describe('lstm train --word-vectors', () => {
  it('says what it found, and knows words that were never labelled', async () => {
    const { code, stderr } = await run(
      'train',
      '--data',
      'texts.csv',
      '--word-vectors',
      'vectors.txt',
      '--out',
      'small',
    )
    expect(stderr).toContain(
      'word vectors of vectors.txt: 4 columns, for 8 of 71 distinct words of the texts (20.0 % of their tokens), and for 5 others',
    )
    expect(code).toBe(0)
    const { stdout } = await run('predict', '--checkpoint', 'small', 'superb', 'dreadful', 'xyzzy')
    expect(stdout).toMatch(/^praise\t[\d.]+\tsuperb\nblame\t[\d.]+\tdreadful\n/)
    const without = await run(
      'train',
      '--data',
      'texts.csv',
      '--word-vectors',
      'vectors.txt',
      '--extra-words',
      '0',
      '--out',
      'fewer',
    )
    expect(without.stderr).toContain('and for 0 others')
  }, 60_000)

  it('starts a network from them, and resumes to the same bits', async () => {
    const flags = [
      '--preset',
      'best',
      '--max-epochs',
      '2',
      '--word-vectors',
      'vectors.txt',
      '--validation-portion',
      '0.2',
    ]
    const whole = await run('train', '--data', 'texts.csv', ...flags, '--out', 'whole')
    expect(whole.code).toBe(0)
    expect((await run('inspect', 'whole')).stdout).toMatch(/Wemb +float32 \[\d+, 4\]/)
    await run('train', '--data', 'texts.csv', ...flags, '--out', 'resumed')
    writeFileSync(join(folder, 'resumed', 'best.safetensors'), '')
    const resumed = await run('train', '--resume', '--out', 'resumed')
    expect(resumed.code).toBe(0)
    const bytes = (name: string) => readFileSync(join(folder, name, 'best.safetensors'))
    expect(bytes('resumed').equals(bytes('whole'))).toBe(true)
    writeFileSync(join(folder, 'vectors.txt'), vectors.replace('lovely 1', 'lovely 2'))
    const changed = await run('train', '--resume', '--out', 'resumed')
    writeFileSync(join(folder, 'vectors.txt'), vectors)
    expect(changed.code).toBe(3)
    expect(changed.stderr).toContain(
      'the word vectors of vectors.txt are others than when the training began',
    )
  }, 60_000)

  it.each([
    [
      ['--word-vectors', 'vectors.txt', '--dimension', '8'],
      '--dimension is 8, and the word vectors have 4 columns',
    ],
    [
      ['--word-vectors', 'vectors.txt', '--preset', 'best', '--word-vector-epochs', '3'],
      '--word-vectors gives the word vectors that --word-vector-epochs would make',
    ],
    [
      ['--extra-words', '3'],
      '--extra-words are words of --word-vectors or of --unlabelled, and none are named',
    ],
    [['--word-vectors', 'nowhere'], 'there are no word vectors nowhere'],
  ])('refuses %j', async (flags, message) => {
    const { code, stderr } = await run('train', '--data', 'texts.csv', ...flags, '--out', 'refused')
    expect(stderr).toContain(message)
    expect([2, 3]).toContain(code)
  })
})

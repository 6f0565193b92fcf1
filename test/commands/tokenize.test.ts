import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder, tinyTraining } from '../run-lstm.ts'

const folder = temporaryFolder()
const tokenize = (args: string[], input: string) => runLstm(['tokenize', ...args], { folder, input })

describe('lstm tokenize', () => {
  it('gives one line of tokens for each line', async () => {
    const { code, stdout } = await tokenize(['--tokenizer', 'moses'], "It isn't Bad.\n\nlast")
    expect([code, stdout]).toEqual([0, 'it isn &apos;t bad .\n\nlast\n'])
  })

  it("gives the model's ids, 1 for an unknown word", async () => {
    await runLstm(['train', ...tinyTraining, '--out', join('checkpoints', 'tiny'), '--max-epochs', '1'], {
      folder,
    })
    expect((await tokenize([], 'The film, qwxyz!')).stdout).toBe('the film , qwxyz !\n')
    expect((await tokenize(['--ids'], 'qwxyz')).stdout).toBe('1\n')
    expect((await tokenize(['--ids'], 'the film')).stdout).toMatch(/^\d+ \d+\n$/)
  })

  it('reads as a model of n-grams alone does, which has no ids', async () => {
    await writeFile(join(folder, 'rows.csv'), `text,label\n${'good,pos\nbad,neg\n'.repeat(20)}`)
    const ngrams = ['--no-network', '--ngrams', '--tokenizer', 'words-2', '--test-portion', '0']
    await runLstm(['train', '--data', 'rows.csv', ...ngrams, '--out', 'ngrams'], { folder })
    const model = ['--checkpoint', 'ngrams']
    expect(await tokenize(model, "It isn't.")).toMatchObject({ code: 0, stdout: "it isn't .\n" })
    const refused = await tokenize([...model, '--ids'], 'x')
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('no word ids')])
  })

  it('gives an object for each line as JSON', async () => {
    const { stdout } = await tokenize(['--tokenizer', 'words', '--format', 'json'], 'A film\n\n')
    expect(stdout).toBe('{"text":"A film","tokens":["a","film"]}\n{"text":"","tokens":[]}\n')
    const ids = await tokenize(['--ids', '--format', 'json'], 'the qwxyz')
    expect(JSON.parse(ids.stdout)).toEqual({
      text: 'the qwxyz',
      tokens: ['the', 'qwxyz'],
      ids: [expect.any(Number), 1],
    })
  })

  it('refuses a tokenizer beside a model', async () => {
    const { code, stderr } = await tokenize(['--tokenizer', 'words', '--ids'], 'x')
    expect([code, stderr]).toEqual([2, expect.stringContaining('a model has its own tokenizer')])
  })
})

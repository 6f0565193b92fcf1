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

  it('refuses a tokenizer beside a model', async () => {
    const { code, stderr } = await tokenize(['--tokenizer', 'words', '--ids'], 'x')
    expect([code, stderr]).toEqual([2, expect.stringContaining('a model has its own tokenizer')])
  })
})

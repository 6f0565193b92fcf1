import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readHistory, writeHistory } from '../../src/storage/training-folder.ts'
import { temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()
const history = [370, 740].map(update => ({
  update,
  epoch: 1,
  trainError: 0.5,
  validationError: 0.25,
  testError: 0.125,
}))

describe('readHistory', () => {
  it('gives the validations beside a trained model, up to a torn line', async () => {
    await writeHistory(folder, history)
    await appendFile(join(folder, 'history.jsonl'), '{"update":1110,"epo')
    expect(await readHistory(join(folder, 'best.safetensors'))).toEqual(history)
    expect(await readHistory(join(folder, 'last.safetensors'))).toEqual(history)
  })

  it('gives none for a model that no training wrote there', async () => {
    expect(await readHistory(join(folder, 'imported.safetensors'))).toEqual([])
    expect(await readHistory(join(folder, 'missing', 'best.safetensors'))).toEqual([])
  })
})

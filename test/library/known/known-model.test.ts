import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { corpusOf } from '../../../src/library/corpus-of.ts'
import { fromModel, knownModel } from '../../../src/library/known/known-model.ts'
import { initializeParameters } from '../../../src/model/initialization.ts'
import type { Model } from '../../../src/model/model.ts'
import { Random } from '../../../src/random.ts'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { defaults } from '../../../src/settings/table.ts'
import { encodeModel } from '../../../src/storage/model-file.ts'
import { writeTensorFile } from '../../../src/storage/tensor-file.ts'
import { Vocabulary } from '../../../src/text/vocabulary.ts'
import { temporaryFolder } from '../../run-lstm.ts'

const folder = temporaryFolder()
const path = (name: string) => join(folder, `${name}.safetensors`)
const sizes = { vocabulary: 5, embedding: 4, hidden: 4, classes: 2, pooling: 'mean' as const }
const model: Model = {
  network: { sizes, parameters: initializeParameters(sizes, new Random(1)) },
  labels: ['bad', 'good'],
  hyperparameters: { ...defaults(hyperparameterTable), tokenizer: 'moses', dimension: 4 },
  provenance: { producer: 'test' },
  vocabulary: new Vocabulary(['a', 'fine', 'film']),
}

beforeAll(async () => {
  await writeTensorFile(path('fine'), encodeModel(model))
  await writeTensorFile(path('ids'), encodeModel({ ...model, vocabulary: undefined }))
  const file = encodeModel(model)
  await writeTensorFile(path('later'), { ...file, metadata: { ...file.metadata, format_version: '2' } })
  writeFileSync(path('cut'), readFileSync(path('fine')))
  truncateSync(path('cut'), 500)
  writeFileSync(path('empty'), '')
})

describe('knownModel', () => {
  it('takes a model whatever its tokenizer, which the training then has', async () => {
    expect((await knownModel(path('fine'), {}, name => name)).hyperparameters.tokenizer).toBe('moses')
    expect((await knownModel(path('fine'), { tokenizer: 'moses' }, name => name)).labels).toEqual(
      model.labels,
    )
  })

  it.each([
    ['ids', {}, 'model', 'reads word ids and knows no words'],
    ['later', {}, 'model', 'it has the format version 2, not 1'],
    ['cut', {}, 'model', 'is damaged or not a model file'],
    ['empty', {}, 'model', 'is damaged or not a model file'],
    ['nowhere', {}, 'model', 'nowhere.safetensors'],
    ['fine', { tokenizer: 'words-2' }, 'usage', 'tokenizer is words-2, and'],
    ['fine', { dimension: 8 }, 'usage', 'dimension is 8, and'],
  ] as const)('refuses %s with %j, naming the file', async (name, given, code, message) => {
    const failure = await knownModel(path(name), given, setting => setting).catch(error => error)
    expect(failure).toMatchObject({ code })
    expect(failure.message).toContain(message)
    expect(failure.message).toContain(path(name))
  })
})

describe('fromModel', () => {
  const remarksOn = async (texts: readonly string[]) => {
    const rows = texts.map((text, n) => ({ text, label: n % 2 ? 'good' : 'bad' }))
    const corpus = await corpusOf(rows, { purpose: 'training', tokenizer: 'moses' })
    return fromModel(model, 'it', corpus, () => {}).remarks ?? []
  }

  it('says how much of the texts the model knows, and where that is little', async () => {
    const some = await remarksOn(['a fine film', 'a film so fine'])
    expect(some).toContain('words that it knew: 3 of 4 in the texts, 85.7 % of their tokens')
    expect(some.filter(line => line.includes('less than half'))).toEqual([])
    const little = await remarksOn(['una película buena', 'una película a evitar'])
    expect(little).toContain('words that it knew: 1 of 5 in the texts, 14.3 % of their tokens')
    expect(
      little.filter(line => line.startsWith("it knows less than half of these texts' tokens")),
    ).toHaveLength(1)
  })

  it('says where its tokenizer leaves a script without blanks whole', async () => {
    expect((await remarksOn(['ขอบคุณมากครับ', 'a film'])).filter(line => line.includes('Thai'))).toHaveLength(1)
    expect((await remarksOn(['この映画', 'a film'])).filter(line => line.includes('Thai'))).toEqual([])
  })
})

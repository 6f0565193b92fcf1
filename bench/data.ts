import { defaultCacheFolder } from '../src/data/cache.ts'
import { fileInput } from '../src/data/input/input.ts'
import { loadTokenisedCorpus } from '../src/data/load-corpus.ts'
import { findImdb, imdbReader } from '../src/data/readers/imdb.ts'
import { silent } from '../src/data/reading.ts'
import type { LabelledMinibatch, Masks, Sizes } from '../src/engines/engine.ts'
import { openSkipGram } from '../src/engines/wasm/index.ts'
import type { Random } from '../src/random.ts'
import { hyperparameterTable } from '../src/settings/hyperparameters.ts'
import { defaults } from '../src/settings/table.ts'
import { inMemory, type Sequences, type StoredSequences } from '../src/text/sequences.ts'
import { loadTokenizer } from '../src/text/tokenizers/load-tokenizer.ts'
import { idsOf } from '../src/text/vocabulary.ts'
import { freshSession } from '../src/training/session.ts'

/** The official preset on the real reviews, from the cache where they are in it; and all of the reviews. */
export async function openOfficial() {
  const hyperparameters = defaults(hyperparameterTable)
  const tokenizer = await loadTokenizer(hyperparameters.tokenizer)
  const request = { data: 'imdb' }
  const corpus = await loadTokenisedCorpus(request, tokenizer, { cacheFolder: defaultCacheFolder() })
  const session = await freshSession(corpus, request, { hyperparameters, reasons: [] }, { openSkipGram })
  const ids = idsOf(corpus.words!, session.description.vocabulary!)
  const inIds = (stored: StoredSequences): Sequences => {
    const texts = inMemory(stored)
    return { ...texts, tokens: texts.tokens.map(token => ids(token)) }
  }
  return { session, hyperparameters, reviews: inIds(corpus.train), testReviews: inIds(corpus.test!) }
}

/** The sizes of the official model. */
export const officialSizes: Sizes = {
  vocabulary: 10_000,
  embedding: 128,
  hidden: 128,
  classes: 2,
  pooling: 'mean',
}

/** A minibatch of texts that `text` gives by index. */
export function minibatchOf(texts: readonly Int32Array[], random: Random): LabelledMinibatch {
  const B = texts.length
  const T = Math.max(...texts.map(text => text.length))
  const tokens = new Int32Array(T * B)
  texts.forEach((text, b) => {
    text.forEach((id, t) => {
      tokens[t * B + b] = id
    })
  })
  return {
    tokens,
    lengths: Int32Array.from(texts, text => text.length),
    labels: Int32Array.from(texts, () => random.integer(1)),
  }
}

/** How the official example trains. */
export const officialMethod = {
  optimizer: { name: 'adadelta' },
  keepProbability: 0.5,
  weightDecay: 0,
  adversarial: 0,
  maximumNorm: 0,
} as const

/** The official dropout. */
export function dropoutMasks(texts: number, random: Random): Masks {
  return { pooled: Float32Array.from({ length: texts * officialSizes.hidden }, () => random.integer(1)) }
}

/** The 25,000 official test reviews. */
export async function testReviewTexts(): Promise<string[]> {
  const texts: string[] = []
  const { test } = await imdbReader.read(await fileInput(findImdb()), {}, silent)
  for await (const { text } of test!) texts.push(text)
  return texts
}

/**
 * Word vectors of general texts, adapted to the reviews: skip-gram goes on from them, over the reviews alone. A linear model on the sum of a
 * text's vectors is then right about 84.3 instead of 77.9 % of 5,000 reviews of other films, and more often about sentences on goods too.
 */
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { TextDataset } from '../../src/data/dataset.ts'
import { tokeniseRows } from '../../src/data/labelled-rows.ts'
import { readVectors } from '../../src/data/vectors/read-vectors.ts'
import { openSkipGram } from '../../src/engines/wasm/index.ts'
import { embeddingOf } from '../../src/model/initialization.ts'
import { Random } from '../../src/random.ts'
import { inMemory } from '../../src/text/sequences.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import type { TokenizerName } from '../../src/text/tokenizers/tokenizer.ts'
import { idsOf, Vocabulary } from '../../src/text/vocabulary.ts'
import { rowsByVectors } from '../../src/training/new-rows.ts'
import { drawnStart, wordVectors } from '../../src/training/word-vectors.ts'
import type { PretrainingRow } from './rows.ts'

const epochs = 5
/** Reviews tell as much of a word that they have so often as the vectors do; by words twice as frequent the map is fitted. */
const telling = 10
/** A word without a vector gets one where the reviews have it so often. */
const leastMet = 5

interface Adapting {
  readonly rows: readonly PretrainingRow[]
  /** The file of word vectors. */
  readonly vectors: string
  readonly tokenizer: TokenizerName
  /** Words that no row has, whose vectors are kept as well. */
  readonly extraWords: number
  /** The file that is written, a word and its vector a line. */
  readonly to: string
}

/**
 * A word has what the reviews made of its vector, the more of it the more often they have it, and else what a linear map makes of it: the
 * one that fits the words that they have often.
 */
export async function writeAdaptedVectors({
  rows,
  vectors: file,
  tokenizer: name,
  extraWords,
  to,
}: Adapting): Promise<void> {
  const tokenizer = await loadTokenizer(name)
  const isToken = (word: string) => [...tokenizer.tokenize(word)].join(' ') === word
  const all = await tokeniseRows(rows, tokenizer)
  const reviews = await tokeniseRows(
    rows.filter(({ isReview, validation }) => isReview && !validation),
    tokenizer,
  )
  const { vectors } = await readVectors(file, { wanted: all.words!, extra: extraWords, isToken })
  const { tokens } = inMemory(reviews.train)
  const vocabulary = Vocabulary.build(reviews.words!, [tokens], Number.POSITIVE_INFINITY)
  const ids = idsOf(reviews.words!, vocabulary)
  const counts = new Int32Array(vocabulary.size)
  for (const token of tokens) counts[ids(token)]!++

  const { dimension: D } = vectors
  const random = new Random(1)
  const drawn = drawnStart(vocabulary.size, D, random)
  const learned = await wordVectors(new TextDataset(reviews.train, undefined, ids), {
    ...{ vocabulary: vocabulary.size, dimension: D, epochs, random, openSkipGram },
    start: embeddingOf(vectors, vocabulary, drawn),
  })
  const row = (word: string) => learned.subarray(vocabulary.id(word) * D, (vocabulary.id(word) + 1) * D)
  const countOf = (word: string) => (vocabulary.id(word) === 1 ? 0 : counts[vocabulary.id(word)]!)

  const often = vocabulary.words.filter(word => countOf(word) >= 2 * telling)
  const oftenRows = new Float32Array((often.length + 2) * D)
  for (const [n, word] of often.entries()) oftenRows.set(row(word), (n + 2) * D)
  const mapped =
    often.length > 0
      ? rowsByVectors({ vocabulary: new Vocabulary(often), rows: oftenRows, dimension: D }, vectors)
      : undefined
  const line = (word: string, vector: Float32Array) =>
    `${word} ${Array.from(vector, value => value.toFixed(5)).join(' ')}\n`
  await pipeline(function* () {
    for (const word of vectors.words) {
      const known = mapped?.(word) ?? vectors.vector(vectors.number(word))
      const count = countOf(word)
      const share = count / (count + telling)
      yield line(
        word,
        count === 0 ? known : known.map((value, d) => share * row(word)[d]! + (1 - share) * value),
      )
    }
    for (const word of vocabulary.words) {
      if (vectors.number(word) < 0 && countOf(word) >= leastMet && !/\s/.test(word))
        yield line(word, row(word))
    }
  }, createWriteStream(to))
}

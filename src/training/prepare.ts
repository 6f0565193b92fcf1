import type { TokenisedCorpus } from '../data/corpus.ts'
import { orderByLength, randomSplit, select, shorterThan, stratifiedSplit } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { Random } from '../random.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { Sequences } from '../text/sequences.ts'
import { encode, Vocabulary } from '../text/vocabulary.ts'
import { encodeIds, firstWords } from '../text/word-ids.ts'
import type { TrainingData } from './loop.ts'

export interface PreparedData {
  readonly data: TrainingData
  /** Undefined for word ids without their words. */
  readonly vocabulary: Vocabulary | undefined
  /** V: embeddings. */
  readonly vocabularySize: number
  /** The main generator after the splits: it goes on with the starting parameters and the shuffles. */
  readonly random: Random
}

/**
 * Vocabulary, splits and order of the texts, as the official imdb.py and lstm.py make them: the vocabulary from all
 * training texts, long texts dropped, the validation split drawn, all sorted by length, test texts drawn.
 *
 * @throws LstmError 'data' when nothing is left to train or to validate on
 */
export function prepare(corpus: TokenisedCorpus, hyperparameters: Hyperparameters): PreparedData {
  const { seed, maxlen, validationPortion, vocabularySize, testSize } = hyperparameters
  const { train: allTrain, test: allTest } = trainAndTest(corpus, hyperparameters)
  const { words, ranked } = corpus
  const vocabulary = words && buildVocabulary(words, ranked, allTrain, vocabularySize)
  // Official: there are always n_words embeddings; of words that we count ourselves, as many as there are words.
  const size = vocabulary && !ranked ? vocabulary.size : vocabularySize
  const inIds = (texts: Sequences) =>
    words && vocabulary ? encode(texts, words, vocabulary) : encodeIds(texts, size)
  const train = shorterThan(inIds(allTrain), maxlen)
  const test = inIds(allTest)
  const random = new Random(seed)
  const { kept, heldOut } = randomSplit(train.labels.length, validationPortion, random)
  if (kept.length === 0 || heldOut.length === 0) throw tooFew(allTrain, train, hyperparameters)

  const sortedTest = sortedByLength(test)
  return {
    data: {
      classes: corpus.labelNames.length,
      train: sortedByLength(select(train, kept)),
      validation: sortedByLength(select(train, heldOut)),
      test: testSize === 0 ? sortedTest : drawn(sortedTest, testSize, random),
    },
    vocabulary,
    vocabularySize: size,
    random,
  }
}

/** The most frequent words; where the source has ids of its own, the first ones of those. */
function buildVocabulary(
  words: readonly string[],
  ranked: true | undefined,
  train: Sequences,
  size: number,
): Vocabulary {
  return ranked ? firstWords(words, size) : Vocabulary.build(words, train.tokens, size)
}

/**
 * The training and the test texts of a corpus, in its word ids: its own split, or a stratified one whose draw
 * depends only on the seed, so that evaluation finds the same test texts again.
 */
export function trainAndTest(
  { train, test }: Pick<TokenisedCorpus, 'train' | 'test'>,
  { seed, testPortion }: Pick<Hyperparameters, 'seed' | 'testPortion'>,
): { readonly train: Sequences; readonly test: Sequences } {
  if (test) return { train, test }
  const { kept, heldOut } = stratifiedSplit(train.labels, testPortion, new Random(seed))
  return { train: select(train, kept), test: select(train, heldOut) }
}

/** Official: a random `size` of the sorted texts, in the order drawn. */
function drawn(sequences: Sequences, size: number, random: Random): Sequences {
  return select(sequences, random.permutation(sequences.labels.length).slice(0, size))
}

function sortedByLength(sequences: Sequences): Sequences {
  return select(sequences, orderByLength(sequences))
}

function tooFew(all: Sequences, short: Sequences, { maxlen, validationPortion }: Hyperparameters): LstmError {
  const total = all.labels.length
  const left = short.labels.length
  if (left < total) {
    return new LstmError(
      'data',
      `of ${total} training texts only ${left} have fewer than ${maxlen} tokens: too few to train and validate on`,
      { hint: 'raise --maxlen, or take texts of any length with --maxlen 0' },
    )
  }
  return new LstmError(
    'data',
    `${total} training texts are too few to keep ${validationPortion} of them for validation`,
    {
      hint: 'choose another --validation-portion, or use more data',
    },
  )
}

import type { TokenisedCorpus } from '../data/corpus.ts'
import { MemoryDataset } from '../data/dataset.ts'
import { type Fingerprint, fingerprintOf, textHashes } from '../data/fingerprint.ts'
import { corpusNotices, type Notice, tooLongNotices, unheldNotices } from '../data/notices.ts'
import {
  classSizes,
  orderByLength,
  randomSplit,
  type Split,
  select,
  shorterThan,
  stratifiedSplit,
  trainAndTest,
} from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { Random } from '../random.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { Sequences } from '../text/sequences.ts'
import { encode, Vocabulary } from '../text/vocabulary.ts'
import { encodeIds, firstWords } from '../text/word-ids.ts'
import { dealFolds } from './folds.ts'
import type { TrainingData } from './loop.ts'

export interface PreparedData {
  readonly data: TrainingData
  /** The same texts, in the same order, in the corpus's own words. */
  readonly splits: { readonly train: Sequences; readonly validation: Sequences; readonly test: Sequences }
  /** Undefined for word ids without their words. */
  readonly vocabulary: Vocabulary | undefined
  /** V: embeddings. */
  readonly vocabularySize: number
  /** The main generator after the splits: it goes on with the starting parameters and the shuffles. */
  readonly random: Random
  /** All texts on the training side of the test split: those trained and validated on, and those too long for it. */
  readonly fingerprint: Fingerprint
  /** What was left out, and what is odd about the texts. */
  readonly notices: readonly Notice[]
}

/**
 * Vocabulary, splits and order of the texts, as the official imdb.py and lstm.py make them: the vocabulary from all
 * training texts, long texts dropped, the validation split drawn, all sorted by length, test texts drawn. Of data that is
 * not the official one the validation texts are a stratified share, and equal texts stay together.
 *
 * @throws LstmError 'data' when nothing is left to train or to validate on, or nothing of a class
 */
export function prepare(corpus: TokenisedCorpus, hyperparameters: Hyperparameters): PreparedData {
  const { seed, maxlen, vocabularySize, testSize } = hyperparameters
  const { train: allTrain, test: allTest } = trainAndTest(corpus, hyperparameters)
  const { words, ranked, labelNames } = corpus
  const vocabulary = words && buildVocabulary(words, ranked, allTrain, vocabularySize)
  // Official: there are always n_words embeddings; of words that we count ourselves, as many as there are words.
  const size = vocabulary && !ranked ? vocabulary.size : vocabularySize
  const inIds = (texts: Sequences) =>
    words && vocabulary ? encode(texts, words, vocabulary) : encodeIds(texts, size)
  const short = shorterThan(allTrain, maxlen)
  const random = new Random(seed)
  const { kept, heldOut } = drawValidation(short, corpus, hyperparameters, random)
  if (kept.length === 0 || heldOut.length === 0) throw tooFew(allTrain, short, hyperparameters)
  requireEveryClass(allTrain.labels, short.labels, labelNames, maxlen)

  const labelsAt = (indices: Int32Array) => indices.map(index => short.labels[index]!)
  const sortedTest = sortedByLength(allTest)
  const splits = {
    train: sortedByLength(select(short, kept)),
    validation: sortedByLength(select(short, heldOut)),
    test: testSize === 0 ? sortedTest : drawn(sortedTest, testSize, random),
  }
  const { train, validation, test } = splits
  return {
    data: {
      labels: labelNames,
      train: new MemoryDataset(inIds(train)),
      validation: new MemoryDataset(inIds(validation)),
      test: new MemoryDataset(inIds(test)),
    },
    splits,
    vocabulary,
    vocabularySize: size,
    random,
    fingerprint: fingerprintOf(textHashes(allTrain, words)),
    notices: [
      ...corpusNotices(corpus),
      ...tooLongNotices(allTrain.labels, short.labels, labelNames, maxlen),
      ...(corpus.test || hyperparameters.testPortion === 0
        ? []
        : unheldNotices('untested', allTrain.labels, allTest.labels, labelNames)),
      ...unheldNotices('unvalidated', labelsAt(kept), labelsAt(heldOut), labelNames),
    ],
  }
}

/** Official: a random share of the texts, whatever their classes, and whether or not an equal one is kept. */
function drawValidation(
  train: Sequences,
  { official, words }: TokenisedCorpus,
  hyperparameters: Hyperparameters,
  random: Random,
): Split {
  const { validationPortion: portion, ngrams } = hyperparameters
  if (ngrams) return firstFold(train, textHashes(train, words), hyperparameters)
  if (official) return randomSplit(train.labels.length, portion, random)
  const options = { portion, minimum: 0, salt: random.uint32() } as const
  return stratifiedSplit(train.labels, textHashes(train, words), options)
}

/** Where n-grams are trained as well: the texts of the first of the folds by which they are judged. */
function firstFold(train: Sequences, hashes: Float64Array, hyperparameters: Hyperparameters): Split {
  const foldOf = dealFolds(train.labels, hashes, foldsOf(hyperparameters), hyperparameters.seed)
  const all = Int32Array.from(foldOf.keys())
  return { kept: all.filter(text => foldOf[text] !== 0), heldOut: all.filter(text => foldOf[text] === 0) }
}

/** Into how many folds texts are dealt, of which one is validated on. */
export function foldsOf({ validationPortion }: Hyperparameters): number {
  return Math.max(2, Math.round(1 / validationPortion))
}

function requireEveryClass(
  all: Int32Array,
  left: Int32Array,
  labelNames: readonly string[],
  maxlen: number,
): void {
  const sizes = classSizes(all)
  const leftOf = classSizes(left)
  const lost = sizes.findIndex((size, label) => size > 0 && !leftOf[label])
  if (lost < 0) return
  throw new LstmError(
    'data',
    `no training text of the class '${labelNames[lost]}' is left: all ${sizes[lost]} have ${maxlen} tokens or more`,
    { hint: 'raise --maxlen, or take texts of any length with --maxlen 0' },
  )
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

/** Official: a random `size` of the sorted texts, in the order drawn. */
function drawn(sequences: Sequences, size: number, random: Random): Sequences {
  return select(sequences, random.permutation(sequences.labels.length).slice(0, size))
}

function sortedByLength(sequences: Sequences): Sequences {
  const { offsets, labels } = sequences
  return select(
    sequences,
    orderByLength(labels.length, index => offsets[index + 1]! - offsets[index]!),
  )
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
    `none of ${total} training texts can be held out for validation: ${validationPortion} of them, equal texts together, and one of each class kept to train on`,
    { hint: 'choose another --validation-portion, or use more data' },
  )
}

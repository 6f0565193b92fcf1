import type { TokenisedCorpus } from '../data/corpus.ts'
import { TextDataset } from '../data/dataset.ts'
import { type Fingerprint, fingerprintWith, hashesOf } from '../data/fingerprint.ts'
import { corpusNotices, type Notice, tooLongNotices, unheldNotices } from '../data/notices.ts'
import { classSizes, randomSplit, type Split, stratifiedSplit, testSplit } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import { Random } from '../random.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { KnownVectors } from '../text/known-vectors.ts'
import { idsOf, Vocabulary } from '../text/vocabulary.ts'
import { cappedIds, firstWords } from '../text/word-ids.ts'
import { counted } from '../wording.ts'
import { dealFolds } from './folds.ts'
import type { TrainingData } from './loop.ts'
import { foldsOf } from './ngrams/ngram-plan.ts'

export interface PreparedData {
  readonly data: TrainingData
  /** The same texts, in the same order, in the corpus's own words. */
  readonly splits: {
    readonly train: TextDataset
    readonly validation: TextDataset
    readonly test: TextDataset
  }
  /** Undefined for word ids without their words. */
  readonly vocabulary: Vocabulary | undefined
  /** V: embeddings. */
  readonly vocabularySize: number
  /** The main generator after the splits: it goes on with the starting parameters and the shuffles. */
  readonly random: Random
  /**
   * The texts that are trained and validated on, without those that are too long for it; and those that were learned before.
   */
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
export function prepare(
  corpus: TokenisedCorpus,
  hyperparameters: Hyperparameters,
  { fold, known, base, learned }: Beside = {},
): PreparedData {
  const { seed, splitSeed, maxlen, vocabularySize, extraWords, testSize } = hyperparameters
  const { train: all, test } = fold
    ? withoutTest(foldTexts(corpus, hyperparameters, fold).train)
    : divided(corpus, hyperparameters)
  const { words, ranked, labelNames } = corpus
  const ofTexts = words && buildVocabulary(words, ranked, all, vocabularySize)
  const withBase = base && ofTexts ? base.with(ofTexts.words, vocabularySize) : ofTexts
  const vocabulary = known && withBase ? withBase.with(known.words, extraWords) : withBase
  // Official: there are always n_words embeddings; of words that we count ourselves, as many as there are words.
  const size = vocabulary && !ranked ? vocabulary.size : vocabularySize
  const ids = words && vocabulary ? idsOf(words, vocabulary) : cappedIds(size)
  const hashes = hashesOf(corpus.train, words)
  const short = all.shorterThan(maxlen)
  const labels = { all: all.labels(), short: short.labels() }
  const random = new Random(seed)
  // Official: one generator draws the split and all that follows.
  const drawing = splitSeed < 0 ? random : new Random(splitSeed)
  const { kept, heldOut } = corpus.heldOut
    ? asTold(short.pick(Float64Array.from(corpus.heldOut)))
    : drawValidation(labels.short, short.pick(hashes), corpus, hyperparameters, drawing)
  if (kept.length === 0 || heldOut.length === 0) throw tooFew(all.size, short.size, hyperparameters)
  requireEveryClass(labels.all, labels.short, labelNames, maxlen)

  const labelsAt = (indices: Int32Array) => indices.map(index => labels.short[index]!)
  const sortedTest = test.sorted()
  const splits = {
    train: short.view(kept).sorted(),
    validation: short.view(heldOut).sorted(),
    test: testSize === 0 ? sortedTest : drawn(sortedTest, testSize, random),
  }
  return {
    data: {
      labels: labelNames,
      train: splits.train.inIds(ids),
      validation: splits.validation.inIds(ids),
      test: splits.test.inIds(ids),
    },
    splits,
    vocabulary,
    vocabularySize: size,
    random,
    fingerprint: fingerprintWith(learned, short.pick(hashes)),
    notices: [
      ...corpusNotices(corpus),
      ...tooLongNotices(labels.all, labels.short, labelNames, maxlen),
      ...(corpus.test || fold || hyperparameters.testPortion === 0
        ? []
        : unheldNotices('untested', labels.all, test.labels(), labelNames)),
      ...unheldNotices('unvalidated', labelsAt(kept), labelsAt(heldOut), labelNames),
    ],
  }
}

interface Beside {
  /** That is left out; without it, all training texts are used. */
  readonly fold?: Fold | undefined
  /** Whose words the vocabulary has beside those of the texts. */
  readonly known?: KnownVectors | undefined
  /** Whose words come first, each with the id that it has there. */
  readonly base?: Vocabulary | undefined
  /** The texts that were learned before, by the model that the training goes on from. */
  readonly learned?: Fingerprint | undefined
}

/** One of the shares, `index` of 0..of-1, that the training texts are divided into. */
export interface Fold {
  readonly index: number
  readonly of: number
  /** Of the other texts so many are trained on, in (0, 1]; undefined: all. */
  readonly share?: number
}

/**
 * The training texts without those of a fold, and these, in the corpus's own tokens: stratified, equal texts together.
 *
 * @throws LstmError 'data' when any of the folds is empty, before the first of them is trained
 */
export function foldTexts(
  corpus: TokenisedCorpus,
  hyperparameters: Hyperparameters,
  { index, of, share = 1 }: Fold,
): { readonly train: TextDataset; readonly heldOut: TextDataset } {
  const { train } = divided(corpus, hyperparameters)
  const foldOf = dealFolds(train.labels(), hashesIn(train, corpus), of, splitSeedOf(hyperparameters))
  if (new Set(foldOf).size < of) {
    throw new LstmError(
      'data',
      `${counted(train.size, 'text')}, equal ones together, cannot be dealt out to ${counted(of, 'fold')}`,
      {
        hint: 'choose fewer --folds',
      },
    )
  }
  const all = Int32Array.from(foldOf.keys())
  const others = train.view(all.filter(text => foldOf[text] !== index))
  return {
    train: share < 1 ? partOf(others, hashesIn(others, corpus), share) : others,
    heldOut: train.view(all.filter(text => foldOf[text] === index)),
  }
}

/** A share of each class, decided by the texts themselves: a smaller share is part of a larger one. */
function partOf(texts: TextDataset, hashes: Float64Array, portion: number): TextDataset {
  return texts.view(stratifiedSplit(texts.labels(), hashes, { portion, minimum: 1, salt: 0 }).heldOut)
}

function hashesIn(texts: TextDataset, { train, words }: TokenisedCorpus): Float64Array {
  return texts.pick(hashesOf(train, words))
}

function withoutTest(train: TextDataset) {
  return { train, test: train.view(new Int32Array(0)) }
}

/** The training and the test texts, in the corpus's own tokens. */
function divided(
  corpus: TokenisedCorpus,
  hyperparameters: Hyperparameters,
): { readonly train: TextDataset; readonly test: TextDataset } {
  const train = new TextDataset(corpus.train)
  if (corpus.test) return { train, test: new TextDataset(corpus.test) }
  const { kept, heldOut } = testSplit(corpus, hyperparameters)
  return { train: train.view(kept), test: train.view(heldOut) }
}

/**
 * Official: a random share of the texts, whatever their classes, and whether or not an equal one is kept.
 *
 * @param labels [n], @param hashes [n], of the texts
 */
function drawValidation(
  labels: Int32Array,
  hashes: Float64Array,
  { official }: TokenisedCorpus,
  hyperparameters: Hyperparameters,
  random: Random,
): Split {
  const { validationPortion: portion, ngrams } = hyperparameters
  if (ngrams) return firstFold(labels, hashes, hyperparameters)
  if (official) return randomSplit(labels.length, portion, random)
  const options = { portion, minimum: 0, salt: random.uint32() } as const
  return stratifiedSplit(labels, hashes, options)
}

/** @param told [n] 1 for the texts to validate on */
function asTold(told: Float64Array): Split {
  const all = Int32Array.from(told.keys())
  return { kept: all.filter(text => told[text] !== 1), heldOut: all.filter(text => told[text] === 1) }
}

/** Where n-grams are trained as well: the texts of the first of the folds by which they are judged. */
function firstFold(labels: Int32Array, hashes: Float64Array, hyperparameters: Hyperparameters): Split {
  const foldOf = dealFolds(labels, hashes, foldsOf(hyperparameters), splitSeedOf(hyperparameters))
  const all = Int32Array.from(foldOf.keys())
  return { kept: all.filter(text => foldOf[text] !== 0), heldOut: all.filter(text => foldOf[text] === 0) }
}

/** What decides which texts are held out for validation. */
export function splitSeedOf({ splitSeed, seed }: Hyperparameters): number {
  return splitSeed < 0 ? seed : splitSeed
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
    `no training text of the class '${labelNames[lost]}' is left: all ${sizes[lost]} have ${counted(maxlen, 'token')} or more`,
    { hint: 'raise --maxlen, or take texts of any length with --maxlen 0' },
  )
}

/** The most frequent words; where the source has ids of its own, the first ones of those. */
function buildVocabulary(
  words: readonly string[],
  ranked: true | undefined,
  train: TextDataset,
  size: number,
): Vocabulary {
  return ranked ? firstWords(words, size) : Vocabulary.build(words, train.tokens(), size)
}

/** Official: a random `size` of the sorted texts, in the order drawn. */
function drawn(texts: TextDataset, size: number, random: Random): TextDataset {
  return texts.view(random.permutation(texts.size).slice(0, size))
}

function tooFew(total: number, left: number, { maxlen, validationPortion }: Hyperparameters): LstmError {
  if (left < total) {
    return new LstmError(
      'data',
      `of ${counted(total, 'training text')} only ${left} have fewer than ${counted(maxlen, 'token')}: too few to train and validate on`,
      { hint: 'raise --maxlen, or take texts of any length with --maxlen 0' },
    )
  }
  return new LstmError(
    'data',
    `none of ${counted(total, 'training text')} can be held out for validation: ${validationPortion} of them, equal texts together, and one of each class kept to train on`,
    { hint: 'choose another --validation-portion, or use more data' },
  )
}

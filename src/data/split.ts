import { LstmError } from '../errors.ts'
import { Random } from '../random.ts'
import { roundHalfToEven } from '../rounding.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { Sequences, StoredSequences } from '../text/sequences.ts'
import type { TokenisedCorpus } from './corpus.ts'
import { hashesOf, salted } from './fingerprint.ts'

/** Two disjoint lists of indices that together are 0..n-1. */
export interface Split {
  readonly kept: Int32Array
  readonly heldOut: Int32Array
}

/**
 * Holds out a share of n texts at random, as the official example splits off its validation set:
 * the first round(n (1 - portion)) of a permutation are kept (round half to even, as numpy.round).
 */
export function randomSplit(count: number, portion: number, random: Random): Split {
  const order = random.permutation(count)
  const kept = roundHalfToEven(count * (1 - portion))
  return { kept: order.slice(0, kept), heldOut: order.slice(kept) }
}

/** How `stratifiedSplit` divides. */
interface StratifiedOptions {
  /** The share to hold out, in (0, 1). */
  readonly portion: number
  /** Texts held out of each class at least, where it has two others: one to train on, one to validate with. */
  readonly minimum: 0 | 1
  /** Another salt, 0..2^32-1, draws another split. */
  readonly salt: number
}

/**
 * Holds out the same share of each class. What is held out is decided by the texts themselves: their order does not matter,
 * a further text moves few others, and equal texts come to lie on one side, whatever their labels. Of every class a text is
 * kept; a class of one text gives none. Shares are rounded so that they add up to that of all texts; a class has less than its
 * share where only texts that stand there several times could fill it. Both lists are in ascending order.
 *
 * @param labels [n] class indices
 * @param hashes [n], the same for equal texts (fingerprint.ts)
 */
export function stratifiedSplit(
  labels: Int32Array,
  hashes: Float64Array,
  { portion, minimum, salt }: StratifiedOptions,
): Split {
  const room = shares(labels, portion, minimum)
  const keys = hashes.map(hash => salted(hash, salt))
  const order = Int32Array.from(labels.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b)
  const heldOut = new Uint8Array(labels.length)
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && keys[order[end]!] === keys[order[start]!]) end++
    const equal = order.subarray(start, end)
    for (const index of equal) room[labels[index]!]!--
    const fits = equal.every(index => room[labels[index]!]! >= 0)
    for (const index of equal) {
      if (fits) heldOut[index] = 1
      else room[labels[index]!]!++
    }
  }
  return { kept: indicesOf(heldOut, 0), heldOut: indicesOf(heldOut, 1) }
}

/** [classes], texts to hold out: each class's share, what is lost in rounding carried over to the next class that can give one. */
function shares(labels: Int32Array, portion: number, minimum: number): Int32Array {
  let seen = 0
  return classSizes(labels).map(size => {
    if (size < 2) return 0
    const before = Math.round(seen * portion)
    seen += size
    const least = size > 2 ? minimum : 0
    return Math.min(size - 1, Math.max(least, Math.round(seen * portion) - before))
  })
}

/** [classes up to the last that occurs], the number of texts of each. */
export function classSizes(labels: Int32Array): Int32Array {
  const sizes = new Int32Array(labels.reduce((most, label) => Math.max(most, label), -1) + 1)
  for (const label of labels) sizes[label]!++
  return sizes
}

function indicesOf(sides: Uint8Array, side: number): Int32Array {
  return Int32Array.from(sides.keys()).filter(index => sides[index] === side)
}

/** The indices of `count` texts in ascending order of length; equal lengths keep their order. */
export function orderByLength(count: number, length: (index: number) => number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => length(a) - length(b) || a - b)
}

/** The texts at these indices, in this order. One alone, which may be very long, is not copied: it is to be read and not written to. */
export function select(sequences: StoredSequences, indices: Int32Array): Sequences {
  if (indices.length === 1) {
    const { tokens, offsets, labels } = sequences
    const text = tokens.subarray(offsets[indices[0]!]!, offsets[indices[0]! + 1]!)
    return {
      tokens: text,
      offsets: Int32Array.of(0, text.length),
      labels: Int32Array.of(labels[indices[0]!]!),
    }
  }
  return selectStretches(sequences, indices, (start, end) => [start, end])
}

/**
 * A stretch of each of the texts at these indices, in this order.
 *
 * @param stretch where in `tokens` it begins and ends, for a text that does so at `start` and `end`
 */
export function selectStretches(
  { tokens, offsets, labels }: StoredSequences,
  indices: Int32Array,
  stretch: (start: number, end: number) => readonly [start: number, end: number],
): Sequences {
  const starts = new Int32Array(indices.length)
  const newOffsets = new Int32Array(indices.length + 1)
  indices.forEach((index, i) => {
    const [start, end] = stretch(offsets[index]!, offsets[index + 1]!)
    starts[i] = start
    newOffsets[i + 1] = newOffsets[i]! + end - start
  })
  const newTokens = new Int32Array(newOffsets[indices.length]!)
  starts.forEach((start, i) => {
    const length = newOffsets[i + 1]! - newOffsets[i]!
    newTokens.set(tokens.subarray(start, start + length), newOffsets[i]!)
  })
  return { tokens: newTokens, offsets: newOffsets, labels: Int32Array.from(indices, index => labels[index]!) }
}

/**
 * What is held out for testing of a corpus without test texts of its own: a stratified share that depends on nothing but the
 * texts, so that another seed is measured on the same test texts, and evaluation finds them again.
 *
 * @throws LstmError 'data' when no text can be held out
 */
export function testSplit(
  { train, words }: Pick<TokenisedCorpus, 'train' | 'words'>,
  { testPortion }: Pick<Hyperparameters, 'testPortion'>,
): Split {
  const options = { portion: testPortion, minimum: testPortion > 0 ? 1 : 0, salt: 0 } as const
  const split = stratifiedSplit(train.labels, hashesOf(train, words), options)
  if (split.heldOut.length > 0 || testPortion === 0) return split
  throw new LstmError('data', 'no text can be held out for testing: in each class all texts are equal', {
    hint: 'give test texts of their own with --test',
  })
}

/** Which texts of a corpus are for what, each in ascending order. */
interface Splits {
  /** Indices of `corpus.train`. */
  readonly train: Int32Array
  /** Indices of `corpus.train`. */
  readonly validation: Int32Array
  /** Indices of `corpus.test`, or of `corpus.train` where the corpus has no test texts of its own. */
  readonly test: Int32Array
}

/**
 * The splits that the training of a network with these settings draws, texts of all lengths.
 *
 * @throws LstmError 'data' as `testSplit`
 */
export function drawSplits(
  corpus: Pick<TokenisedCorpus, 'train' | 'test' | 'words' | 'official'>,
  {
    seed,
    testPortion,
    validationPortion,
  }: Pick<Hyperparameters, 'seed' | 'testPortion' | 'validationPortion'>,
): Splits {
  const { train, test: own, words, official } = corpus
  const hashes = hashesOf(train, words)
  const all = Int32Array.from(train.labels.keys())
  const { kept: rest, heldOut } = own
    ? { kept: all, heldOut: Int32Array.from(own.labels.keys()) }
    : testSplit(corpus, { testPortion })
  const random = new Random(seed)
  const drawn = official
    ? randomSplit(rest.length, validationPortion, random)
    : stratifiedSplit(
        rest.map(index => train.labels[index]!),
        Float64Array.from(rest, index => hashes[index]!),
        { portion: validationPortion, minimum: 0, salt: random.uint32() },
      )
  const at = (indices: Int32Array) => indices.map(index => rest[index]!).sort()
  return { train: at(drawn.kept), validation: at(drawn.heldOut), test: heldOut }
}

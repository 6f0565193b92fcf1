import type { Random } from '../random.ts'
import { roundHalfToEven } from '../rounding.ts'
import type { Sequences, TokenSequences } from '../text/sequences.ts'

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

/**
 * Holds out the same share of each class, rounded, but at least one text and not all; both lists in ascending order.
 *
 * @param labels [n] class indices; every class has at least two texts
 */
export function stratifiedSplit(labels: Int32Array, portion: number, random: Random): Split {
  const heldOut = new Uint8Array(labels.length)
  const all = Int32Array.from(labels.keys())
  for (const label of new Set(Int32Array.from(labels).sort())) {
    const members = all.filter(index => labels[index] === label)
    const share = Math.min(members.length - 1, Math.max(1, Math.round(members.length * portion)))
    for (const index of random.shuffle(members).subarray(0, share)) heldOut[index] = 1
  }
  return { kept: all.filter(index => !heldOut[index]), heldOut: all.filter(index => heldOut[index]) }
}

/** The indices of the texts in ascending order of length; equal lengths keep their order. */
export function orderByLength({ offsets }: TokenSequences): Int32Array {
  const length = (index: number) => offsets[index + 1]! - offsets[index]!
  return Int32Array.from([...Array(offsets.length - 1).keys()].sort((a, b) => length(a) - length(b)))
}

/** The texts at these indices, in this order. */
export function select(sequences: Sequences, indices: Int32Array): Sequences {
  return selectStretches(sequences, indices, (start, end) => [start, end])
}

/**
 * A stretch of each of the texts at these indices, in this order.
 *
 * @param stretch where in `tokens` it begins and ends, for a text that does so at `start` and `end`
 */
export function selectStretches(
  { tokens, offsets, labels }: Sequences,
  indices: Int32Array,
  stretch: (start: number, end: number) => readonly [start: number, end: number],
): Sequences {
  const texts = Array.from(indices, index =>
    tokens.subarray(...stretch(offsets[index]!, offsets[index + 1]!)),
  )
  const newOffsets = new Int32Array(indices.length + 1)
  texts.forEach((text, i) => {
    newOffsets[i + 1] = newOffsets[i]! + text.length
  })
  const newTokens = new Int32Array(newOffsets[indices.length]!)
  texts.forEach((text, i) => {
    newTokens.set(text, newOffsets[i]!)
  })
  return { tokens: newTokens, offsets: newOffsets, labels: Int32Array.from(indices, index => labels[index]!) }
}

/** The texts shorter than `maxlen` tokens, in their order; all of them for 0. Official: longer ones are dropped, never cut. */
export function shorterThan(sequences: Sequences, maxlen: number): Sequences {
  if (maxlen === 0) return sequences
  const { offsets, labels } = sequences
  return select(
    sequences,
    Int32Array.from(labels.keys()).filter(index => offsets[index + 1]! - offsets[index]! < maxlen),
  )
}

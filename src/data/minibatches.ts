import type { LabelledMinibatch, Minibatch } from '../engines/engine.ts'
import type { Sequences, TokenSequences } from '../text/sequences.ts'

/** The texts at these indices as one time-major minibatch, padded with 0 to its own longest text. */
export function minibatch({ tokens, offsets }: TokenSequences, indices: Int32Array): Minibatch {
  const lengths = Int32Array.from(indices, index => offsets[index + 1]! - offsets[index]!)
  const steps = lengths.reduce((longest, length) => Math.max(longest, length), 0)
  const width = indices.length
  const padded = new Int32Array(steps * width)
  indices.forEach((index, column) => {
    const start = offsets[index]!
    for (let step = 0; step < lengths[column]!; step++) padded[step * width + column] = tokens[start + step]!
  })
  return { tokens: padded, lengths }
}

export function labelledMinibatch(sequences: Sequences, indices: Int32Array): LabelledMinibatch {
  return {
    ...minibatch(sequences, indices),
    labels: Int32Array.from(indices, index => sequences.labels[index]!),
  }
}

import type { LabelledMinibatch, Minibatch } from '../engines/engine.ts'
import type { Sequences, TokenSequences } from '../text/sequences.ts'

/** The texts as one time-major minibatch, padded with 0 to the longest of them; of one text, which may be very long, its own tokens. */
export function minibatch({ tokens, offsets }: TokenSequences): Minibatch {
  const width = offsets.length - 1
  if (width === 1) {
    const text = tokens.subarray(offsets[0], offsets[1])
    return { tokens: text, lengths: Int32Array.of(text.length) }
  }
  const lengths = Int32Array.from({ length: width }, (_, i) => offsets[i + 1]! - offsets[i]!)
  const steps = lengths.reduce((longest, length) => Math.max(longest, length), 0)
  const padded = new Int32Array(steps * width)
  for (let column = 0; column < width; column++) {
    const start = offsets[column]!
    for (let step = 0; step < lengths[column]!; step++) padded[step * width + column] = tokens[start + step]!
  }
  return { tokens: padded, lengths }
}

export function labelledMinibatch(sequences: Sequences): LabelledMinibatch {
  return { ...minibatch(sequences), labels: sequences.labels }
}

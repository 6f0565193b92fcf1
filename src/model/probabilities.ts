import { setImmediate } from 'node:timers/promises'
import { minibatch } from '../data/minibatches.ts'
import { orderByLength } from '../data/split.ts'
import type { Predictor } from '../engines/engine.ts'
import type { TokenSequences } from '../text/sequences.ts'

/** Padded token slots in one minibatch at most, so that one long text does not blow up the texts beside it. */
const maximumSlots = 1 << 17

export interface ProbabilitiesOptions {
  readonly classes: number
  /** Texts in a minibatch at most. */
  readonly batchSize: number
  readonly onProgress?: (done: number) => void
}

/**
 * The probability of each class for every text, [n, classes] row-major, in the order of the texts.
 *
 * Texts of similar length are computed together: a text's row does not depend on the others.
 */
export async function probabilitiesOf(
  predictor: Pick<Predictor, 'probabilities'>,
  sequences: TokenSequences,
  { classes, batchSize, onProgress }: ProbabilitiesOptions,
): Promise<Float32Array> {
  const result = new Float32Array((sequences.offsets.length - 1) * classes)
  let done = 0
  for (const indices of similarLengths(sequences, batchSize)) {
    const rows = await predictor.probabilities(minibatch(sequences, indices))
    indices.forEach((index, i) => {
      result.set(rows.subarray(i * classes, (i + 1) * classes), index * classes)
    })
    done += indices.length
    onProgress?.(done)
    // Lets signals and the progress bar in; an engine that computes on this thread would never give way otherwise.
    await setImmediate()
  }
  return result
}

/** The class of highest probability of each row of [n, classes]; the first of equals, as numpy.argmax. */
export function mostProbable(probabilities: Float32Array, classes: number): Int32Array {
  const chosen = new Int32Array(probabilities.length / classes)
  for (let row = 0; row < chosen.length; row++) {
    let best = 0
    for (let c = 1; c < classes; c++) {
      if (probabilities[row * classes + c]! > probabilities[row * classes + best]!) best = c
    }
    chosen[row] = best
  }
  return chosen
}

function* similarLengths(sequences: TokenSequences, batchSize: number): Generator<Int32Array> {
  const order = orderByLength(sequences)
  const length = (index: number) => sequences.offsets[index + 1]! - sequences.offsets[index]!
  for (let start = 0; start < order.length; ) {
    let end = start + 1
    while (
      end < order.length &&
      end - start < batchSize &&
      (end + 1 - start) * length(order[end]!) <= maximumSlots
    )
      end++
    yield order.subarray(start, end)
    start = end
  }
}

import type { Dataset } from '../data/dataset.ts'
import { labelledMinibatch } from '../data/minibatches.ts'
import { orderByLength } from '../data/split.ts'
import type { Predictor } from '../engines/engine.ts'
import { LstmError } from '../errors.ts'
import { host } from '../host/index.ts'
import { counted } from '../wording.ts'

/** Padded token slots in one minibatch at most, so that one long text does not blow up the texts beside it. */
const maximumSlots = 1 << 17
/** Probabilities that are computed in one minibatch at most; those of a text with more classes come alone. */
const maximumTogether = 1 << 21
/** Probabilities that are kept at once at most: 1 GiB. */
const maximumKept = 2 ** 28

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
 *
 * @throws LstmError 'memory' when they would be more than 2^28 numbers
 */
export async function probabilitiesOf(
  predictor: Pick<Predictor, 'probabilities'>,
  texts: Dataset,
  options: ProbabilitiesOptions,
): Promise<Float32Array> {
  const { classes } = options
  const result = roomFor(texts, classes)
  for await (const { indices, rows } of answers(predictor, texts, options)) {
    indices.forEach((index, i) => {
      result.set(rows.subarray(i * classes, (i + 1) * classes), index * classes)
    })
  }
  return result
}

/** What a predictor answers to some of the texts. */
interface Answered {
  /** Which texts, [n]. */
  readonly indices: Int32Array
  /** Their labels, [n]. */
  readonly labels: Int32Array
  /** [n, classes] row-major */
  readonly rows: Float32Array
}

/** The answers to all texts, in pieces of texts of similar length. */
export async function* answers(
  predictor: Pick<Predictor, 'probabilities'>,
  texts: Dataset,
  { classes, batchSize, onProgress }: ProbabilitiesOptions,
): AsyncGenerator<Answered> {
  const together = Math.max(1, Math.min(batchSize, Math.floor(maximumTogether / classes)))
  let done = 0
  for (const indices of similarLengths(texts, together)) {
    const { labels, ...batch } = labelledMinibatch(await texts.batch(indices))
    yield { indices, labels, rows: await predictor.probabilities(batch) }
    done += indices.length
    onProgress?.(done)
    // Lets signals and the progress bar in; an engine that computes on this thread would never give way otherwise.
    await host.giveWay()
  }
}

/**
 * The labels of all texts, [n], and what a predictor answers to them, [n, classes], in the same order: that of the lengths of
 * texts that lie together.
 *
 * @throws LstmError 'memory' when they would be more than 2^28 numbers
 */
export async function labelledAnswers(
  predictor: Pick<Predictor, 'probabilities'>,
  texts: Dataset,
  options: ProbabilitiesOptions,
): Promise<{ labels: Int32Array; probabilities: Float32Array }> {
  const { classes } = options
  const labels = new Int32Array(texts.size)
  const probabilities = roomFor(texts, classes)
  let n = 0
  for await (const { labels: some, rows } of answers(predictor, texts, options)) {
    labels.set(some, n)
    probabilities.set(rows, n * classes)
    n += some.length
  }
  return { labels, probabilities }
}

/** [n, classes] */
function roomFor({ size }: Dataset, classes: number): Float32Array {
  if (size * classes <= maximumKept) return new Float32Array(size * classes)
  const most = Math.floor(maximumKept / classes)
  throw new LstmError(
    'memory',
    `the probabilities of ${counted(size, 'text')} for ${counted(classes, 'class', 'classes')} are too many to keep`,
    {
      hint: `use at most ${counted(most, 'text')} at a time`,
    },
  )
}

/** The class of highest probability of each row of [n, classes]; the first of equals, as numpy.argmax. */
export function mostProbable(probabilities: ArrayLike<number>, classes: number): Int32Array {
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

/** The most probable class but for this one; the first of equals. @param probabilities [classes], two at least */
export function mostProbableBut(label: number, probabilities: Float32Array): number {
  let best = label === 0 ? 1 : 0
  probabilities.forEach((probability, c) => {
    if (c !== label && probability > probabilities[best]!) best = c
  })
  return best
}

function* similarLengths(texts: Dataset, batchSize: number): Generator<Int32Array> {
  for (const [first, last] of texts.stretches()) {
    const length = (index: number) => texts.length(index)
    const order = orderByLength(last - first, at => length(first + at)).map(at => first + at)
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
}

/**
 * Word vectors from the texts alone, as starting values of an embedding: words that stand in the same company get similar
 * vectors, so that what is learned of 'superb' holds for 'splendid', whose reviews are few.
 *
 * Skip-gram with negative sampling. Source: T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, "Distributed
 * Representations of Words and Phrases and their Compositionality", NIPS 2013, sections 2.2 and 2.3, with the values of its program
 * word2vec where nothing else is said; but all words around one are learned together, against the same words drawn: a sixth of the
 * draws and of the ways to memory, and vectors that are worth as much (engines/engine.ts has the source).
 */

import { type Dataset, inPieces } from '../data/dataset.ts'
import type { EngineModule } from '../engines/engine.ts'
import { Breath } from '../host/breath.ts'
import type { Random } from '../random.ts'
import { unknownId } from '../text/vocabulary.ts'

/** Words to each side at most; how many there are is drawn for each word. */
const window = 5
/** Words drawn against each word, for all that stand around it. */
const negatives = 5
/** Share of the running text from which on a word is left out at random. */
const frequent = 1e-4
const [firstRate, lastRate] = [0.025, 1e-4]
/** Room for drawing words in proportion to count^0.75. */
const tableSize = 1 << 20
/** Root of the mean square of the numbers. */
const scale = 0.15

interface WordVectorOptions {
  /** V */
  readonly vocabulary: number
  /** D */
  readonly dimension: number
  /** At least 1. */
  readonly epochs: number
  readonly random: Random
  /** [V, D] row-major, 0 for the reserved ids: vectors that were made elsewhere, to go on from; undefined: drawn, and small. */
  readonly start?: Float32Array
  /** The engine's. */
  readonly openSkipGram: EngineModule['openSkipGram']
  /** @param share of the work that is done, in [0, 1] */
  readonly onProgress?: ((share: number) => void) | undefined
}

/** [V, D] row-major; 0 for the reserved ids. The same texts and generator give the same bits. */
export async function wordVectors(texts: Dataset, options: WordVectorOptions): Promise<Float32Array> {
  const { vocabulary: V, dimension: D, epochs, random, openSkipGram: open, onProgress = () => {} } = options
  const { counts, running, longest } = await countWords(texts, V)
  const total = counts.reduce((sum, count) => sum + count, 0)
  const kept = keepingProbabilities(counts, total)
  const noise = noiseTable(counts)
  const start = options.start ?? drawnStart(V, D, random)
  const others = new Int32Array(1 + negatives)
  const around = new Int32Array(2 * window)
  // Views of each length, since one is needed for each word of the text.
  const parts = (of: Int32Array) => Array.from({ length: of.length + 1 }, (_, n) => of.subarray(0, n))
  const [someOthers, someAround] = [parts(others), parts(around)]
  const skipGram = await open({
    vocabulary: V,
    embedding: D,
    vectors: start,
    most: { words: around.length, others: others.length },
  })
  const words = new Int32Array(longest)

  const breath = new Breath()
  let passed = 0
  for (let epoch = 0; epoch < epochs; epoch++) {
    for await (const { tokens, offsets } of inPieces(texts, texts.order(random))) {
      for (let text = 0; text < offsets.length - 1; text++) {
        const done = passed / (epochs * running)
        const rate = Math.max(lastRate, firstRate * (1 - done))
        passed += offsets[text + 1]! - offsets[text]!
        learnText(thin(tokens, offsets[text]!, offsets[text + 1]!), rate)
        if (breath.isDue()) {
          onProgress(done)
          await breath.take()
        }
      }
    }
  }
  onProgress(1)
  return scaled(skipGram.vectors())

  /** Copies a text's words, without unknown ones and without many of the most frequent; returns how many there are. */
  function thin(from: Int32Array, start: number, end: number): number {
    let length = 0
    for (let at = start; at < end; at++) {
      const word = from[at]!
      if (word > unknownId && (kept[word]! >= 1 || random.uniform() < kept[word]!)) words[length++] = word
    }
    return length
  }

  /** One pass over the first `length` of `words`. */
  function learnText(length: number, rate: number): void {
    for (let i = 0; i < length; i++) {
      const reach = 1 + random.integer(window - 1)
      const end = Math.min(length - 1, i + reach)
      let count = 0
      for (let j = Math.max(0, i - reach); j <= end; j++) if (j !== i) around[count++] = words[j]!
      if (count > 0) skipGram.learn(someAround[count]!, drawnAgainst(words[i]!), rate)
    }
  }

  function isNew(word: number, count: number): boolean {
    for (let n = 0; n < count; n++) if (others[n] === word) return false
    return true
  }

  /** The word, and others drawn. */
  function drawnAgainst(word: number): Int32Array {
    others[0] = word
    let count = 1
    for (let n = 0; n < negatives; n++) {
      const other = noise[random.uint32() & (tableSize - 1)]!
      if (isNew(other, count)) others[count++] = other
    }
    return someOthers[count]!
  }
}

/** Small vectors, 0 for the reserved ids: [V, D] row-major. */
export function drawnStart(V: number, D: number, random: Random): Float32Array {
  const start = new Float32Array(V * D)
  for (let n = 2 * D; n < start.length; n++) start[n] = (random.uniform() - 0.5) / D
  return start
}

/** [V]: how often each word occurs, 0 for the reserved ids; the tokens of all texts, and of the longest one. */
async function countWords(texts: Dataset, V: number) {
  const counts = new Float64Array(V)
  let running = 0
  let longest = 0
  for await (const { tokens, offsets } of inPieces(texts)) {
    for (const id of tokens) if (id > unknownId) counts[id]!++
    running += tokens.length
    for (let i = 1; i < offsets.length; i++) longest = Math.max(longest, offsets[i]! - offsets[i - 1]!)
  }
  return { counts, running, longest }
}

/** [V]: (sqrt(f / t) + 1) t / f for a word that is the share f of the text, t being `frequent`; 1 and more keeps it always. */
function keepingProbabilities(counts: Float64Array, total: number): Float64Array {
  return counts.map(count => {
    const share = count / total
    return count === 0 ? 1 : ((Math.sqrt(share / frequent) + 1) * frequent) / share
  })
}

/** Words, each as often as is proportional to count^0.75. */
function noiseTable(counts: Float64Array): Int32Array {
  const weights = counts.map(count => Math.sqrt(count) * Math.sqrt(Math.sqrt(count)))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const table = new Int32Array(tableSize)
  let word = 0
  let reached = weights[0]! / total
  for (let n = 0; n < tableSize; n++) {
    while (word < weights.length - 1 && reached <= n / tableSize) reached += weights[++word]! / total
    table[n] = word
  }
  return table
}

/** The numbers times what gives them the mean square that is wanted. */
function scaled(vectors: Float32Array): Float32Array {
  const squares = vectors.reduce((sum, value) => sum + value * value, 0)
  const factor = squares === 0 ? 0 : scale / Math.sqrt(squares / vectors.length)
  return vectors.map(value => factor * value)
}

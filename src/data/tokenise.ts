import { LstmError } from '../errors.ts'
import { toUtf8 } from '../formats/bytes.ts'
import { Breath } from '../host/breath.ts'
import { GrowingInt32Array } from '../text/growing-int32-array.ts'
import { Interner } from '../text/interner.ts'
import type { StoredSequences } from '../text/sequences.ts'
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts'
import type { Corpus, Example, TokenisedCorpus } from './corpus.ts'
import { Cutters } from './cutting/cutters.ts'
import { segmenterName } from './segmenter.ts'
import { type SpillOptions, TokenWriter, tokensInMemory } from './token-file.ts'

export interface Progress {
  /** Texts done so far. */
  readonly texts: number
  /** The part of the work that is done, in [0, 1]. */
  readonly share: number
}

export interface TokeniseOptions extends Partial<SpillOptions> {
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Threads beside this one that cut many texts at once, by the tokenizer's name; 1 (the default): this one cuts them all. */
  readonly threads?: number | undefined
}

/**
 * Cuts every text of a corpus into tokens, hashes these, and numbers the words and labels, all in one pass. Texts are let go
 * at once, and so are the tokens where they are many: they go to disk. A text without tokens is kept as an empty sequence. It comes
 * to the same for any number of threads.
 *
 * @throws LstmError 'data' when the corpus holds no texts, or the test split has a label that the training split has not
 */
export async function tokenise(
  { train, test }: Corpus,
  tokenizer: Tokenizer,
  { onProgress = () => {}, threads = 1, most = tokensInMemory, folder, locality }: TokeniseOptions = {},
): Promise<Tokenised> {
  const cutters = new Cutters(tokenizer, threads)
  const words = new Interner()
  /** By cutter: the number of each of its words. */
  const numbers: GrowingInt32Array[] = []
  const tokens = new TokenWriter({ most, folder, locality })
  const labels = new Interner()
  const splits = test ? [train, test] : [train]
  let texts = 0
  let unspaced = 0
  const breath = new Breath()

  const checked = async function* (examples: AsyncIterable<Example>, split: number) {
    for await (const example of examples) {
      const { label, place } = example
      if (split > 0 && !labels.has(label)) throw unknownLabel(label, place, labels.names)
      yield example
    }
  }

  const readSplit = async (examples: AsyncIterable<Example>, split: number): Promise<ReadSplit> => {
    const start = tokens.length
    const offsets = new GrowingInt32Array()
    const classes = new GrowingInt32Array()
    const hashes: number[] = []
    const weights: number[] = []
    offsets.push(0)
    for await (const { items, cutter, cut } of cutters.cut(checked(examples, split))) {
      numbers[cutter] ??= new GrowingInt32Array()
      for (const word of cut.newWords) numbers[cutter].push(words.id(word))
      const base = tokens.length - start
      tokens.append(renumbered(cut.tokens, numbers[cutter].view()))
      for (const [i, { label, weight = 1 }] of items.entries()) {
        offsets.push(base + cut.offsets[i + 1]!)
        classes.push(labels.id(label))
        hashes.push(cut.hashes[i]!)
        weights.push(weight)
      }
      texts += items.length
      unspaced += cut.unspaced
      if (breath.isDue()) {
        onProgress({ texts, share: (split + items.at(-1)!.share) / splits.length })
        await breath.take()
      }
    }
    return {
      ...{ start, end: tokens.length },
      ...{ offsets: offsets.toArray(), labels: classes.toArray(), hashes: new Float64Array(hashes) },
      weights: new Float64Array(weights),
    }
  }

  let trainSplit: ReadSplit
  let testSplit: ReadSplit | undefined
  try {
    trainSplit = await readSplit(train, 0)
    testSplit = test && (await readSplit(test, 1))
  } finally {
    cutters.end()
  }
  onProgress({ texts, share: 1 })

  const labelNames = labels.names.toSorted(byCodePoint)
  const ranks = new Map(labelNames.map((name, rank) => [name, rank]))
  const storeOf = tokens.finish()
  const stored = ({ start, end, offsets, labels: classes, hashes, weights }: ReadSplit): StoredSequences => ({
    tokens: storeOf(start, end),
    offsets,
    labels: classes.map(label => ranks.get(labels.names[label]!)!),
    hashes,
    ...(weights.some(weight => weight !== 1) && { weights }),
  })
  return {
    corpus: {
      words: words.names,
      labelNames,
      ...(tokenizer.needsDictionary && unspaced > 0 && { segmenter: segmenterName() }),
      train: stored(trainSplit),
      test: testSplit && stored(testSplit),
    },
    unspaced,
  }
}

interface Tokenised {
  readonly corpus: Omit<TokenisedCorpus, 'digest'> & { readonly words: readonly string[] }
  /** Texts with a letter of a script that has no blanks between words. */
  readonly unspaced: number
}

/** A split whose tokens stand among those of the others, from `start` to `end`. */
interface ReadSplit extends Omit<Required<StoredSequences>, 'tokens'> {
  readonly start: number
  readonly end: number
}

/** In place. */
function renumbered(tokens: Int32Array, numbers: Int32Array): Int32Array {
  for (let t = 0; t < tokens.length; t++) tokens[t] = numbers[tokens[t]!]!
  return tokens
}

/** JavaScript itself compares UTF-16 code units, which differs above U+FFFF; UTF-8 keeps the order of code points. */
export function byCodePoint(a: string, b: string): number {
  const [one, other] = [toUtf8(a), toUtf8(b)]
  const at = one.findIndex((byte, n) => byte !== other[n])
  return at < 0 ? one.length - other.length : one[at]! - (other[at] ?? -1)
}

function unknownLabel(label: string, place: string, known: readonly string[]): LstmError {
  return new LstmError('data', `${place}: the label '${label}' does not occur in the training data`, {
    hint: `the labels there are ${known.slice(0, 20).join(', ')}`,
  })
}

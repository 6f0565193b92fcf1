import { LstmError } from '../errors.ts'
import { toUtf8 } from '../formats/bytes.ts'
import { Breath } from '../host/breath.ts'
import { GrowingInt32Array } from '../text/growing-int32-array.ts'
import type { StoredSequences } from '../text/sequences.ts'
import { tokensOf } from '../text/tokenizers/pieces.ts'
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts'
import { hasUnspaced } from '../text/tokenizers/unspaced.ts'
import type { Corpus, Example, TokenisedCorpus } from './corpus.ts'
import { TextHasher } from './fingerprint.ts'
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
}

/**
 * Cuts every text of a corpus into tokens, hashes these, and numbers the words and labels, all in one pass. Texts are let go
 * at once, and so are the tokens where they are many: they go to disk. A text without tokens is kept as an empty sequence.
 *
 * @throws LstmError 'data' when the corpus holds no texts, or the test split has a label that the training split has not
 */
export async function tokenise(
  { train, test }: Corpus,
  tokenizer: Tokenizer,
  { onProgress = () => {}, most = tokensInMemory, folder, locality }: TokeniseOptions = {},
): Promise<Tokenised> {
  const hasher = new TextHasher()
  const words = new Interner(word => hasher.add(word))
  const tokens = new TokenWriter({ most, folder, locality })
  const text = new GrowingInt32Array()
  const labels = new Interner()
  const splits = test ? [train, test] : [train]
  let texts = 0
  let unspaced = 0
  const isUnspaced = tokenizer.needsDictionary ?? hasUnspaced
  const breath = new Breath()

  const readSplit = async (examples: AsyncIterable<Example>, split: number): Promise<ReadSplit> => {
    const start = tokens.length
    const offsets = new GrowingInt32Array()
    const classes = new GrowingInt32Array()
    const hashes: number[] = []
    const weights: number[] = []
    offsets.push(0)
    for await (const { text: characters, label, weight = 1, place, share } of examples) {
      if (split > 0 && !labels.has(label)) throw unknownLabel(label, place, labels.names)
      if (isUnspaced(characters)) unspaced++
      text.clear()
      for (const token of tokensOf(tokenizer, characters)) text.push(words.id(token))
      tokens.append(text.view())
      hashes.push(hasher.hash(text.view()))
      offsets.push(tokens.length - start)
      classes.push(labels.id(label))
      weights.push(weight)
      texts++
      if (breath.isDue()) {
        onProgress({ texts, share: (split + share) / splits.length })
        await breath.take()
      }
    }
    return {
      ...{ start, end: tokens.length },
      ...{ offsets: offsets.toArray(), labels: classes.toArray(), hashes: new Float64Array(hashes) },
      weights: new Float64Array(weights),
    }
  }

  const trainSplit = await readSplit(train, 0)
  const testSplit = test && (await readSplit(test, 1))
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

/** Gives each distinct string a number, from 0 by first appearance. */
class Interner {
  readonly names: string[] = []
  readonly #ids = new Map<string, number>()
  readonly #onNew: (name: string) => void

  /** @param onNew told each distinct string once, in the order of their numbers */
  constructor(onNew: (name: string) => void = () => {}) {
    this.#onNew = onNew
  }

  has(name: string): boolean {
    return this.#ids.has(name)
  }

  id(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const own = detached(name)
    this.#ids.set(own, this.names.length)
    this.#onNew(own)
    return this.names.push(own) - 1
  }
}

/** The same string in memory of its own: a piece cut out of a text keeps the whole text in memory (V8's sliced strings). */
function detached(piece: string): string {
  return JSON.parse(JSON.stringify(piece))
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

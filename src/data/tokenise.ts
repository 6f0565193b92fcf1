import { LstmError } from '../errors.ts'
import { Breath } from '../host/breath.ts'
import type { Sequences } from '../text/sequences.ts'
import { tokensOf } from '../text/tokenizers/pieces.ts'
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts'
import type { Corpus, Example, TokenisedCorpus } from './corpus.ts'

export interface Progress {
  /** Texts done so far. */
  readonly texts: number
  /** The part of the work that is done, in [0, 1]. */
  readonly share: number
}

/**
 * Cuts every text of a corpus into tokens and numbers the words and labels. Texts are let go at once; a text
 * without tokens is kept as an empty sequence.
 *
 * @throws LstmError 'data' when the corpus holds no texts, or the test split has a label that the training split has not
 */
export async function tokenise(
  { train, test }: Corpus,
  tokenizer: Tokenizer,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Omit<TokenisedCorpus, 'digest'> & { readonly words: readonly string[] }> {
  const words = new Interner()
  const labels = new Interner()
  const splits = test ? [train, test] : [train]
  let texts = 0
  const breath = new Breath()

  const readSplit = async (examples: AsyncIterable<Example>, split: number): Promise<Sequences> => {
    const tokens = new GrowingInt32Array()
    const offsets = new GrowingInt32Array()
    const classes = new GrowingInt32Array()
    offsets.push(0)
    for await (const { text, label, place, share } of examples) {
      if (split > 0 && !labels.has(label)) throw unknownLabel(label, place, labels.names)
      for (const token of tokensOf(tokenizer, text)) tokens.push(words.id(token))
      offsets.push(tokens.length)
      classes.push(labels.id(label))
      texts++
      if (breath.isDue()) {
        onProgress({ texts, share: (split + share) / splits.length })
        await breath.take()
      }
    }
    return { tokens: tokens.toArray(), offsets: offsets.toArray(), labels: classes.toArray() }
  }

  const trainSequences = await readSplit(train, 0)
  const testSequences = test && (await readSplit(test, 1))
  onProgress({ texts, share: 1 })

  const labelNames = labels.names.toSorted(byCodePoint)
  const ranks = new Map(labelNames.map((name, rank) => [name, rank]))
  const sorted = (sequences: Sequences): Sequences => ({
    ...sequences,
    labels: sequences.labels.map(label => ranks.get(labels.names[label]!)!),
  })
  return {
    words: words.names,
    labelNames,
    train: sorted(trainSequences),
    test: testSequences && sorted(testSequences),
  }
}

/** Gives each distinct string a number, from 0 by first appearance. */
class Interner {
  readonly names: string[] = []
  readonly #ids = new Map<string, number>()

  has(name: string): boolean {
    return this.#ids.has(name)
  }

  id(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const own = detached(name)
    this.#ids.set(own, this.names.length)
    return this.names.push(own) - 1
  }
}

/** The same string in memory of its own: a piece cut out of a text keeps the whole text in memory (V8's sliced strings). */
function detached(piece: string): string {
  return JSON.parse(JSON.stringify(piece))
}

class GrowingInt32Array {
  #values = new Int32Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Int32Array(2 * this.length)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.length++] = value
  }

  toArray(): Int32Array {
    return this.#values.slice(0, this.length)
  }
}

/** JavaScript itself compares UTF-16 code units, which differs above U+FFFF; UTF-8 keeps the order of code points. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

function unknownLabel(label: string, place: string, known: readonly string[]): LstmError {
  return new LstmError('data', `${place}: the label '${label}' does not occur in the training data`, {
    hint: `the labels there are ${known.slice(0, 20).join(', ')}`,
  })
}

import { unlabelled } from '../data/dataset.ts'
import type { Predictor } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import { keepProbabilityOf } from '../settings/engine-settings.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import { GrowingInt32Array } from '../text/growing-int32-array.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { loadTokenizer } from '../text/tokenizers/load-tokenizer.ts'
import { tokensOf } from '../text/tokenizers/pieces.ts'
import { unknownId, type Vocabulary } from '../text/vocabulary.ts'
import { knownId, parseIds } from '../text/word-ids.ts'
import { type Model, networkOf } from './model.ts'
import { NgramScorer, type NgramShares } from './ngram-part.ts'
import { partsTogether } from './parts-together.ts'
import { probabilitiesOf } from './probabilities.ts'
import { threadCount } from './thread-count.ts'

/** What the texts hold that a model is given. */
export type TextKind = 'words' | 'ids'

/** Texts as a model reads them: in its network's word ids. */
export interface EncodedTexts extends TokenSequences {
  /** What its n-grams say, [n, classes] row-major; where it has some. */
  readonly ngramScores?: Float64Array
}

/** How a model reads one text: its tokens, and what stands for each in the network. */
interface TextReader {
  tokens(text: string): Iterable<string>
  id(token: string): number
}

/** A model at work: texts in, probabilities out. */
export class Classifier {
  readonly model: Model
  readonly #reader: TextReader
  readonly #predictor: Predictor | undefined
  readonly #scorer: NgramScorer | undefined

  private constructor(model: Model, reader: TextReader, predictor: Predictor | undefined) {
    this.model = model
    this.#reader = reader
    this.#predictor = predictor
    this.#scorer = model.ngrams && new NgramScorer(model.ngrams)
  }

  get labels(): readonly string[] {
    return this.model.labels
  }

  /** @throws LstmError 'model' when the texts hold words and the model knows none, or hold ids and it knows words by their letters */
  static async open(model: Model, settings: RunSettings, kind: TextKind = 'words'): Promise<Classifier> {
    const reader = kind === 'ids' ? idReader(model) : await wordReader(model)
    return new Classifier(model, reader, model.network && (await predictorOf(model, settings)))
  }

  /** Texts as the model reads them. @throws LstmError 'data' for texts that should hold ids and do not */
  encode(texts: readonly string[]): EncodedTexts {
    return this.#encode(texts.length, i => this.#reader.tokens(texts[i]!))
  }

  /** The same of texts that are cut into tokens already. @param words what their tokens index; -1 is an unknown word */
  encodeTokens({ tokens, offsets }: TokenSequences, words: readonly string[]): EncodedTexts {
    return this.#encode(offsets.length - 1, i =>
      Array.from(tokens.subarray(offsets[i], offsets[i + 1]), token => words[token] ?? unknownWord),
    )
  }

  /** The text's tokens, one for each of its ids. */
  tokens(text: string): string[] {
    return [...this.#reader.tokens(text)]
  }

  /** [n, classes] row-major. A text without a token has the pooled vector 0, so the network answers softmax(b). */
  async probabilities(
    texts: EncodedTexts,
    onProgress: (done: number) => void = () => {},
  ): Promise<Float32Array> {
    const classes = this.labels.length
    const options = { classes, batchSize: 64, onProgress }
    const network = this.#predictor && (await probabilitiesOf(this.#predictor, unlabelled(texts), options))
    return partsTogether(network, texts.ngramScores, classes)
  }

  /** h_t after each token of one text, [T, H] row-major. @param ids [T] @throws LstmError 'model' where there is no network */
  hiddenStates(ids: Int32Array): Promise<Float32Array> {
    if (!this.#predictor) networkOf(this.model)
    return this.#predictor!.hiddenStates({ tokens: ids, lengths: Int32Array.of(ids.length) })
  }

  /** What each token of a text says by its n-grams, where the model has some. */
  ngramShares(tokens: readonly string[]): NgramShares | undefined {
    return this.#scorer?.shares(tokens)
  }

  /** Bytes that the network's engine holds; 0 where there is none. */
  memoryBytes(): number {
    return this.#predictor?.memoryBytes() ?? 0
  }

  async dispose(): Promise<void> {
    await this.#predictor?.dispose()
  }

  #encode(count: number, tokensOf: (index: number) => Iterable<string>): EncodedTexts {
    const ids = new GrowingInt32Array()
    const offsets = new Int32Array(count + 1)
    const classes = this.labels.length
    const ngramScores = this.#scorer && new Float64Array(count * classes)
    for (let i = 0; i < count; i++) {
      // Only n-grams need all tokens of a text at once.
      const tokens = ngramScores ? [...tokensOf(i)] : tokensOf(i)
      for (const token of tokens) ids.push(this.#reader.id(token))
      offsets[i + 1] = ids.length
      if (Array.isArray(tokens)) ngramScores?.set(this.#scorer!.scores(tokens), i * classes)
    }
    return { tokens: ids.view().slice(), offsets, ...(ngramScores && { ngramScores }) }
  }
}

/** What stands in the place of a word that a corpus does not know: no word. */
const unknownWord = '\0'

async function wordReader(model: Model): Promise<TextReader> {
  const vocabulary = model.network && vocabularyOf(model)
  const tokenizer = await loadTokenizer(model.hyperparameters.tokenizer)
  return {
    tokens: text => tokensOf(tokenizer, text),
    id: token => vocabulary?.id(token) ?? unknownId,
  }
}

function idReader(model: Model): TextReader {
  if (model.ngrams) {
    throw new LstmError('model', 'this model reads n-grams of words: it cannot read word ids', {
      hint: 'give it text',
    })
  }
  const { sizes } = networkOf(model)
  return {
    tokens: text => parseIds(text).map(String),
    id: token => knownId(Number(token), sizes.vocabulary),
  }
}

/** A predictor with the model's parameters. */
export async function predictorOf(model: Model, settings: RunSettings): Promise<Predictor> {
  const { openPredictor } = await loadEngine(settings.engine)
  return openPredictor({
    ...networkOf(model),
    keepProbability: keepProbabilityOf(model.hyperparameters),
    threads: threadCount(settings),
    vectorWidth: settings.vectorWidth,
  })
}

/** @throws LstmError 'model' when the model has none */
export function vocabularyOf(model: Model): Vocabulary {
  if (model.vocabulary) return model.vocabulary
  throw new LstmError('model', 'this model has no dictionary: it can read word ids, but no text', {
    hint: 'give it ids (predict --input-format ids), or make it again with --dictionary',
  })
}

import { unlabelled } from '../data/dataset.ts'
import type { Predictor } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import { keepProbabilityOf } from '../settings/hyperparameters.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { loadTokenizer } from '../text/tokenizers/load.ts'
import { tokensOf } from '../text/tokenizers/pieces.ts'
import type { Vocabulary } from '../text/vocabulary.ts'
import { knownId, parseIds } from '../text/word-ids.ts'
import { type Model, networkOf } from './model.ts'
import { probabilitiesOf } from './probabilities.ts'
import { threadCount } from './threads.ts'

/** What the texts hold that a model is given. */
export type TextKind = 'words' | 'ids'

/** How a model reads one text: its tokens, and the id of each. */
interface TextReader {
  tokens(text: string): string[]
  ids(text: string): number[]
}

/** A model at work: texts in, probabilities out. */
export class Classifier {
  readonly model: Model
  readonly #reader: TextReader
  readonly #predictor: Predictor

  private constructor(model: Model, reader: TextReader, predictor: Predictor) {
    this.model = model
    this.#reader = reader
    this.#predictor = predictor
  }

  get labels(): readonly string[] {
    return this.model.labels
  }

  /** @throws LstmError 'model' when the texts hold words and the model knows none */
  static async open(model: Model, settings: RunSettings, kind: TextKind = 'words'): Promise<Classifier> {
    const reader = kind === 'ids' ? idReader(model) : await wordReader(model)
    return new Classifier(model, reader, await openPredictor(model, settings))
  }

  /** The texts as the model's word ids. @throws LstmError 'data' for texts that should hold ids and do not */
  encode(texts: readonly string[]): TokenSequences {
    const ids: number[] = []
    const offsets = new Int32Array(texts.length + 1)
    texts.forEach((text, i) => {
      for (const id of this.#reader.ids(text)) ids.push(id)
      offsets[i + 1] = ids.length
    })
    return { tokens: Int32Array.from(ids), offsets }
  }

  /** The text's tokens, one for each of its ids. */
  tokens(text: string): string[] {
    return this.#reader.tokens(text)
  }

  /** [n, classes] row-major. A text without a token has the pooled vector 0, so its answer is softmax(b). */
  probabilities(texts: TokenSequences): Promise<Float32Array> {
    return probabilitiesOf(this.#predictor, unlabelled(texts), { classes: this.labels.length, batchSize: 64 })
  }

  /** h_t after each token of one text, [T, H] row-major. @param ids [T] */
  hiddenStates(ids: Int32Array): Promise<Float32Array> {
    return this.#predictor.hiddenStates({ tokens: ids, lengths: Int32Array.of(ids.length) })
  }

  dispose(): Promise<void> {
    return this.#predictor.dispose()
  }
}

async function wordReader(model: Model): Promise<TextReader> {
  const vocabulary = vocabularyOf(model)
  const tokenizer = await loadTokenizer(model.hyperparameters.tokenizer)
  return {
    tokens: text => [...tokensOf(tokenizer, text)],
    ids: text => Array.from(tokensOf(tokenizer, text), token => vocabulary.id(token)),
  }
}

function idReader(model: Model): TextReader {
  const { sizes } = networkOf(model)
  return {
    tokens: text => parseIds(text).map(String),
    ids: text => parseIds(text).map(id => knownId(id, sizes.vocabulary)),
  }
}

/** A predictor with the model's parameters. */
export async function openPredictor(model: Model, settings: RunSettings): Promise<Predictor> {
  const { openPredictor: open } = await loadEngine(settings.engine)
  return open({
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

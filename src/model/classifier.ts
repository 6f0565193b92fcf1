import type { TokenSequences } from '../data/corpus.ts'
import { loadTokenizer } from '../data/tokenizers/load.ts'
import type { Tokenizer } from '../data/tokenizers/tokenizer.ts'
import type { Vocabulary } from '../data/vocabulary.ts'
import type { Predictor } from '../engines/engine.ts'
import { loadEngine } from '../engines/load.ts'
import { LstmError } from '../errors.ts'
import { keepProbabilityOf, type RunSettings } from '../hyperparameters.ts'
import type { Model } from './model.ts'
import { probabilitiesOf } from './probabilities.ts'
import { threadCount } from './threads.ts'

/** A model at work: texts in, probabilities out. */
export class Classifier {
  readonly labels: readonly string[]
  readonly #tokenizer: Tokenizer
  readonly #vocabulary: Vocabulary
  readonly #predictor: Predictor

  private constructor(
    labels: readonly string[],
    tokenizer: Tokenizer,
    vocabulary: Vocabulary,
    predictor: Predictor,
  ) {
    this.labels = labels
    this.#tokenizer = tokenizer
    this.#vocabulary = vocabulary
    this.#predictor = predictor
  }

  /** @throws LstmError 'model' for a model without a vocabulary */
  static async open(model: Model, settings: RunSettings): Promise<Classifier> {
    const tokenizer = await loadTokenizer(model.hyperparameters.tokenizer)
    return new Classifier(model.labels, tokenizer, vocabularyOf(model), await openPredictor(model, settings))
  }

  /** The texts as the model's word ids. */
  encode(texts: readonly string[]): TokenSequences {
    const ids: number[] = []
    const offsets = new Int32Array(texts.length + 1)
    texts.forEach((text, i) => {
      for (const token of this.#tokenizer.tokenize(text)) ids.push(this.#vocabulary.id(token))
      offsets[i + 1] = ids.length
    })
    return { tokens: Int32Array.from(ids), offsets }
  }

  /** [n, classes] row-major. A text without a token has the pooled vector 0, so its answer is softmax(b). */
  probabilities(texts: TokenSequences): Promise<Float32Array> {
    return probabilitiesOf(this.#predictor, texts, { classes: this.labels.length, batchSize: 64 })
  }

  dispose(): Promise<void> {
    return this.#predictor.dispose()
  }
}

/** A predictor with the model's parameters. */
export async function openPredictor(model: Model, settings: RunSettings): Promise<Predictor> {
  const { openPredictor: open } = await loadEngine(settings.engine)
  return open({
    sizes: model.sizes,
    parameters: model.parameters,
    keepProbability: keepProbabilityOf(model.hyperparameters),
    threads: threadCount(settings),
  })
}

/** @throws LstmError 'model' when the model has none */
export function vocabularyOf(model: Model): Vocabulary {
  if (model.vocabulary) return model.vocabulary
  throw new LstmError(
    'model',
    'this model was imported without its dictionary: it can read word ids, but no text',
    {
      hint: 'import it again with --dictionary',
    },
  )
}

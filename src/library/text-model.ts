import { isSequence, isText } from '../data/require-rows.ts'
import { ContractError, LstmError } from '../errors.ts'
import { answeredBatches, computedBatches } from '../model/answering.ts'
import { Classifier, type ClassifierOptions } from '../model/classifier.ts'
import type { Model, Provenance } from '../model/model.ts'
import { readAhead } from '../model/read-ahead.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import { counted, kindOf } from '../wording.ts'
import type { Answer, PredictOptions } from './answer.ts'
import { checkPredictOptions, refuseUnknown } from './check-options.ts'
import { disk } from './disk-node.ts'

/**
 * A model at work: texts in, answers out. Calls may overlap: they queue, and each answers as it would alone. It keeps no process
 * alive; what it holds is given back by `dispose`, or by `await using`.
 *
 * A model without a dictionary (made of word ids alone) reads texts of word ids, separated by blanks.
 */
export class TextModel<Label extends string = string> implements AsyncDisposable {
  readonly #model: Model
  readonly #classifier: Classifier
  /** Calls that were made and will end by themselves. */
  readonly #pending = new Set<Promise<unknown>>()
  #disposed: Promise<void> | undefined

  private constructor(model: Model, classifier: Classifier) {
    this.#model = model
    this.#classifier = classifier
  }

  static async open<Label extends string>(
    model: Model,
    settings: RunSettings,
    { cascade }: Pick<ClassifierOptions, 'cascade'> = {},
  ): Promise<TextModel<Label>> {
    const kind = model.vocabulary || model.ngrams ? 'words' : 'ids'
    return new TextModel<Label>(model, await Classifier.open(model, settings, { kind, cascade }))
  }

  /** What works inside, for the rest of the library. @throws LstmError 'usage' when it was disposed of */
  static classifierOf(model: TextModel<string>): Classifier {
    if (!(model instanceof TextModel)) {
      throw new LstmError('usage', `a model is what load or a training gives, not ${kindOf(model)}`)
    }
    return model.#open()
  }

  /** The names of the classes, in the order of their probabilities. */
  get labels(): readonly Label[] {
    return this.#model.labels as readonly Label[]
  }

  /** The settings it was trained with. */
  get settings(): Hyperparameters {
    return this.#model.hyperparameters
  }

  /** Where it comes from: who made it, of which data, and its errors at the end of training. */
  get provenance(): Provenance {
    return this.#model.provenance
  }

  /**
   * The answer to a text; for an array of texts an array of answers in their order. A text may be empty, and of any length.
   *
   * @throws LstmError 'usage' for options that do not go together or with this model, 'data' for what is not a string
   * @example
   * ```ts
   * import { load } from 'lstm'
   *
   * await using model = await load()
   * const { label, probability } = await model.predict('A wonderful film.')
   * console.log(label, probability)
   * const [first] = await model.predict(['Boring.', 'Great.'], { explain: true })
   * console.log(first?.explanation.tokens)
   * ```
   */
  predict<const Asked extends PredictOptions<Label> = object>(
    text: string,
    options?: Asked,
  ): Promise<Answer<Label, Asked>>
  predict<const Asked extends PredictOptions<Label> = object>(
    texts: readonly string[],
    options?: Asked,
  ): Promise<Answer<Label, Asked>[]>
  async predict<const Asked extends PredictOptions<Label> = object>(
    texts: string | readonly string[],
    options?: Asked,
  ): Promise<Answer<Label, Asked> | Answer<Label, Asked>[]> {
    if (typeof texts === 'string') return (await this.predict([texts], options))[0]!
    const answers = this.predictAll(texts, options)
    return this.#awaited(async () => {
      const all: Answer<Label, Asked>[] = []
      for await (const answer of answers) all.push(answer)
      return all
    })
  }

  /**
   * The answers to texts as they come, in their order, in bounded memory: the texts are read ahead while answers are computed, and
   * wait when the answers are not taken. So a slow source is answered text by text, a fast one in large batches.
   *
   * @throws LstmError as `predict`; and whatever the source throws, after the answers to the texts before
   * @example
   * ```ts
   * import { load } from 'lstm'
   *
   * async function* messages() {
   *   yield 'A wonderful film.'
   *   yield 'Two hours that I shall not get back.'
   * }
   * await using model = await load()
   * for await (const { text, label } of model.predictAll(messages())) console.log(label, text)
   * ```
   */
  predictAll<const Asked extends PredictOptions<Label> = object>(
    texts: Iterable<string> | AsyncIterable<string>,
    options?: Asked,
  ): AsyncGenerator<Answer<Label, Asked>, void, undefined> {
    this.#open()
    const asked: PredictOptions = options ?? {}
    checkPredictOptions(asked, this.labels)
    // Whoever has enough does not wait for the next text, which may never come.
    const leaving = new AbortController()
    const answers = readAhead(this.#answered(texts, asked, leaving.signal))
    return this.#oneByOne(answers, leaving) as AsyncGenerator<Answer<Label, Asked>, void>
  }

  /**
   * The probability of each label of each text, [texts, labels] row-major, without an object for each text.
   *
   * @param options `into`: where they are written; at least texts * labels numbers long. What is returned is the part written.
   * @throws LstmError 'usage' when `into` is too short
   * @example
   * ```ts
   * import { load } from 'lstm'
   *
   * await using model = await load()
   * const into = new Float32Array(2 * model.labels.length)
   * await model.probabilities(['Boring.', 'Great.'], { into })
   * console.log(into)
   * ```
   */
  async probabilities(
    texts: readonly string[],
    options: { readonly into?: Float32Array | undefined } = {},
  ): Promise<Float32Array> {
    this.#open()
    refuseUnknown(options, ['into'])
    const { into } = options
    if (into !== undefined && !(into instanceof Float32Array)) {
      throw new LstmError('usage', `into wants a Float32Array, not ${kindOf(into)}`)
    }
    const count = texts.length * this.labels.length
    const result = into ?? new Float32Array(count)
    if (result.length < count) {
      const message = `into has room for ${counted(result.length, 'number')}, and ${counted(texts.length, 'text')} of ${counted(this.labels.length, 'label')} have ${count}`
      throw new LstmError('usage', message)
    }
    return this.#awaited(async () => {
      let written = 0
      for await (const { rows } of readAhead(computedBatches(this.#classifier, asTexts(texts)))) {
        result.set(rows, written)
        written += rows.length
      }
      return result.subarray(0, count)
    })
  }

  /**
   * Writes the model to a file (safetensors), replacing what is there only when all of it is written.
   *
   * @throws LstmError 'disk' when it cannot be written; then the path holds what it held before
   * @example
   * ```ts
   * import { load } from 'lstm'
   *
   * await using model = await load()
   * await model.save('mine.safetensors')
   * await using same = await load('mine.safetensors')
   * ```
   */
  async save(path: string | URL): Promise<void> {
    await disk.writeModel(this.#model, path)
  }

  /** The bytes that `save` writes, and `load` reads. */
  async toBytes(): Promise<Uint8Array> {
    const { modelBytes } = await import('./model-bytes.ts')
    return modelBytes(this.#model)
  }

  /**
   * Gives back threads and memory. Calls that were made before are answered first; a `predictAll` that is under way fails. A second
   * call does nothing.
   */
  dispose(): Promise<void> {
    this.#disposed ??= Promise.allSettled(this.#pending).then(() => this.#classifier.dispose())
    return this.#disposed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }

  #open(): Classifier {
    if (!this.#disposed) return this.#classifier
    throw disposedOf()
  }

  /** What the call gives, which `dispose` waits for. */
  async #awaited<R>(call: () => Promise<R>): Promise<R> {
    const made = call()
    this.#pending.add(made)
    try {
      return await made
    } finally {
      this.#pending.delete(made)
    }
  }

  async *#oneByOne(
    batches: AsyncGenerator<readonly Answer[]>,
    leaving: AbortController,
  ): AsyncGenerator<Answer, void> {
    try {
      for await (const batch of batches) {
        let taken = 0
        try {
          for (const answer of batch) {
            yield answer
            taken++
          }
        } finally {
          if (taken < batch.length) leaving.abort()
        }
      }
    } catch (error) {
      throw error instanceof ContractError && this.#disposed ? disposedOf() : error
    }
  }

  async *#answered(
    texts: Iterable<string> | AsyncIterable<string>,
    { explain: explains, decide, ...asked }: PredictOptions,
    left: AbortSignal,
  ): AsyncGenerator<Answer[]> {
    const rule = (decide && this.#model.decision) || asked
    for await (const answers of answeredBatches(this.#classifier, asTexts(texts, left), rule, true)) {
      if (explains) {
        for (const { prediction, explain } of answers) {
          yield [{ ...prediction, explanation: await explain() } as Answer]
        }
      } else yield answers.map(({ prediction }) => prediction as Answer)
    }
  }
}

/** What is answered together at most is small, for an answer is waited for until all of them are computed. */
function asTexts(texts: Iterable<string> | AsyncIterable<string>, left?: AbortSignal) {
  return { items: strings(texts), textOf: (text: string) => text, characters: 1 << 16, left }
}

function disposedOf(): LstmError {
  return new LstmError('usage', 'the model was disposed of', { hint: 'load it again' })
}

/** @throws LstmError 'data' at what is not a string */
async function* strings(texts: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string> {
  if (isText(texts)) {
    throw new LstmError('data', 'texts are a sequence of strings, and a string alone is one of letters', {
      hint: 'put it in an array: [text]',
    })
  }
  if (!isSequence(texts)) {
    throw new LstmError('data', `texts are a string or a sequence of strings, not ${kindOf(texts)}`)
  }
  let number = 0
  for await (const text of texts) {
    number++
    if (typeof text !== 'string') {
      throw new LstmError('data', `text ${number} is ${kindOf(text)}, not a string`)
    }
    yield text
  }
}

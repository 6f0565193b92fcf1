import type { LabelledRows } from '../data/labelled-rows.ts'
import type { Answer, PredictOptions } from '../library/answer.ts'
import type { EvaluateOptions, Measured } from '../library/measure.ts'
import type { MeasuredReport } from '../library/measured-report.ts'
import type { Provenance } from '../model/model.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { FileReading } from './file-texts.ts'
import { textsGiven } from './given-texts.ts'
import type { ModelFacts } from './worker-calls.ts'
import type { WorkerLink } from './worker-link.ts'

/** A model at work in a worker of its own: texts in, answers out. Calls may overlap. `dispose` gives all of its memory back. */
export class BrowserModel<Label extends string = string> implements AsyncDisposable {
  readonly #link: WorkerLink
  readonly #facts: ModelFacts

  constructor(link: WorkerLink, facts: ModelFacts) {
    this.#link = link
    this.#facts = facts
  }

  /** The names of the classes, in the order of their probabilities. */
  get labels(): readonly Label[] {
    return this.#facts.labels as readonly Label[]
  }

  /** The settings it was trained with. */
  get settings(): Hyperparameters {
    return this.#facts.settings
  }

  /** Where it comes from: who made it, and its errors at the end of training. */
  get provenance(): Provenance {
    return this.#facts.provenance
  }

  /**
   * That may compute: 1 in a page that is not isolated from other origins (`crossOriginIsolated`), since only such pages may share
   * memory. Answers do not depend on it.
   */
  get threads(): number {
    return this.#facts.threads
  }

  /** The answer to a text; for an array of texts an array of answers in their order. @throws LstmError 'usage', 'data' */
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
    const many = typeof texts === 'string' ? [texts] : texts
    const answers = (await this.#link.call('predict', many, options ?? {})) as unknown as Answer<
      Label,
      Asked
    >[]
    return typeof texts === 'string' ? answers[0]! : answers
  }

  /** The probability of each label of each text, [texts, labels] row-major. */
  probabilities(texts: readonly string[]): Promise<Float32Array> {
    return this.#link.call('probabilities', texts)
  }

  /**
   * How good it is on labelled texts: the figures of `lstm eval`. Texts that it was trained on are left out and counted.
   *
   * @param data a file, or rows
   * @throws LstmError 'data', 'usage'
   */
  async evaluate(
    data: Blob | LabelledRows,
    { which, ...reading }: Pick<EvaluateOptions, 'which'> & FileReading = {},
  ): Promise<Measured> {
    return this.#link.call('evaluate', await textsGiven(data, reading), { which })
  }

  /**
   * The same figures, and a page of HTML for a file of its own that shows them with curves and the surest mistakes.
   *
   * @param name what the page calls the model
   */
  async report(
    data: Blob | LabelledRows,
    { name = 'the model', ...reading }: { readonly name?: string } & FileReading = {},
  ): Promise<MeasuredReport> {
    return this.#link.call('report', await textsGiven(data, reading), name)
  }

  /** The bytes of its file, which `lstm predict` and `load` read. */
  toBytes(): Promise<Uint8Array> {
    return this.#link.call('toBytes')
  }

  /** Gives back threads and memory, at once; a second call does nothing. */
  async dispose(): Promise<void> {
    this.#link.terminate()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }
}

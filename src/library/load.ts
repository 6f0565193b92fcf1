import { LstmError } from '../errors.ts'
import { type RunSettings, runSettingTable } from '../settings/run-settings.ts'
import { kindOf } from '../wording.ts'
import { refuseUnknown } from './check-options.ts'
import { checkedRunSettings } from './run-options.ts'
import type { TextModel } from './text-model.ts'

/**
 * How a model works, and what it has to be. `vectorWidth` is '128' where it is left out: 'auto' sets a flag of the whole process, for the
 * milliseconds in which the kernels are compiled.
 */
export interface LoadOptions<Label extends string = string> extends Partial<RunSettings> {
  /** The labels that the model has to have, in any order; they become the type of its answers. */
  readonly labels?: readonly Label[] | undefined
  /**
   * False: both parts of the model read every text. Otherwise, where the model says so, n-grams that are sure enough answer alone,
   * which is several times as fast and costs less than a tenth of a point of accuracy.
   */
  readonly cascade?: boolean | undefined
}

/**
 * A model, ready to answer. It holds threads and memory until it is disposed of: by `await using`, or by `dispose`.
 *
 * @param source a file, a folder that a training wrote, or the bytes of a file; without any the pretrained model, which knows
 *   film reviews in English
 * @throws LstmError 'model' when there is none, it is damaged, or it has other labels; 'usage' for a wrong option
 * @example
 * ```ts
 * import { load } from 'lstm'
 *
 * await using model = await load<'negative' | 'positive'>()
 * const { label } = await model.predict('A wonderful film.')
 * console.log(label === 'positive')
 * ```
 */
export async function load<const Label extends string = string>(
  source?: string | URL | Uint8Array | undefined,
  options: LoadOptions<Label> = {},
): Promise<TextModel<Label>> {
  return loadNamed(source, options)
}

/** The same. @param name what messages call bytes */
export async function loadNamed<const Label extends string = string>(
  source: string | URL | Uint8Array | undefined,
  options: LoadOptions<Label>,
  name?: string,
): Promise<TextModel<Label>> {
  refuseUnknown(options, [...Object.keys(runSettingTable), 'labels', 'cascade'])
  const settings = checkedRunSettings(options)
  if (options.cascade !== undefined && typeof options.cascade !== 'boolean') {
    throw new LstmError('usage', `cascade wants true or false, not '${String(options.cascade)}'`)
  }
  const given: unknown = source
  if (
    !(given === undefined || typeof given === 'string' || given instanceof URL || given instanceof Uint8Array)
  ) {
    throw new LstmError('usage', `a model is loaded from a path, a URL or bytes, not from ${kindOf(given)}`)
  }
  const { readModelFrom } = await import('./model-bytes.ts')
  const { TextModel } = await import('./text-model.ts')
  const model = await readModelFrom(source, name)
  const { labels, cascade } = options
  if (labels && [...labels].sort().join('\n') !== [...model.labels].sort().join('\n')) {
    throw new LstmError(
      'model',
      `the model has the labels ${model.labels.join(', ')}, not ${labels.join(', ')}`,
      { hint: 'load another model, or leave labels out' },
    )
  }
  return TextModel.open<Label>(model, settings, { cascade })
}

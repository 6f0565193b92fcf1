import type { LabelledRows } from '../../data/labelled-rows.ts'
import { LstmError } from '../../errors.ts'
import { hyperparameterTable } from '../../settings/hyperparameters.ts'
import { type IntegerRange, maximumCount } from '../../settings/table.ts'
import { refuseUnknown, requireOneOf, requireSignal, requireValues } from '../check-options.ts'
import { readFor } from '../known-reading.ts'
import type { CorpusFiles } from '../read-corpus.ts'
import { TextModel } from '../text-model.ts'
import type { CompareOptions, Comparison } from './contest.ts'

const resamples: IntegerRange = { kind: 'integer', minimum: 1, maximum: maximumCount }
const disagreements: IntegerRange = { ...resamples, minimum: 0 }

/**
 * Which of several models is better on the same labelled texts, and whether these can tell: accuracy and macro F1 with intervals, of
 * each pair the differences, McNemar's exact test, and a verdict in words; the texts that they disagree on; how fast each answered.
 *
 * Texts that one of the models was trained on are left out and counted.
 *
 * @param models two at least, by the names that the result calls them by; of the same labels, but for those that a training read as one
 * @param data rows, or what `readCorpus` gives
 * @throws LstmError 'usage' for a wrong option, 'data' for a label that a model does not know, or where hardly a text is left
 * @example
 * ```ts
 * import { compare, load } from 'lstm'
 *
 * await using first = await load()
 * await using second = await load()
 * const { verdict } = await compare({ first, second }, [
 *   { text: 'A wonderful film.', label: 'positive' },
 *   { text: 'Boring from the first minute.', label: 'negative' },
 * ])
 * console.log(verdict[0])
 * ```
 */
export async function compare(
  models: Readonly<Record<string, TextModel>>,
  data: LabelledRows | CorpusFiles,
  options: CompareOptions = {},
): Promise<Comparison> {
  refuseUnknown(options, ['which', 'seed', 'resamples', 'disagreements', 'signal'])
  requireOneOf('which', options.which, ['test', 'all'])
  requireValues(options, { seed: hyperparameterTable.seed, resamples, disagreements })
  requireSignal(options.signal)
  if (Object.keys(models).length < 2) throw new LstmError('usage', 'compare wants two models at least')
  // Loaded when it is wanted: whoever only predicts does not wait for it.
  const { contest } = await import('./contest.ts')
  const { model } = TextModel.classifierOf(Object.values(models)[0]!)
  return (await contest(models, readFor(data, model), options)).comparison
}

import type { ByName } from '../../by-name.ts'
import type { LabelledRows } from '../../data/labelled-rows.ts'
import type { CorpusFiles } from '../read-corpus.ts'
import type { TextModel } from '../text-model.ts'
import type { CompareOptions, Comparison } from './contest.ts'

/**
 * Which of several models is better on the same labelled texts, and whether these can tell: accuracy and macro F1 with intervals, of
 * each pair the differences, McNemar's exact test, and a verdict in words; the texts that they disagree on; how fast each answered.
 *
 * Texts that one of the models was trained on are left out and counted.
 *
 * @param models two at least, by the names that the result calls them by; of the same labels, but for those that a training read as one. In
 *   the order of a Map; of a record as JavaScript has it, names that are whole numbers first
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
  models: ByName<TextModel>,
  data: LabelledRows | CorpusFiles,
  options: CompareOptions = {},
): Promise<Comparison> {
  // Loaded when it is wanted: whoever only predicts does not wait for it.
  const { checkedComparison } = await import('./checked-comparison.ts')
  return checkedComparison(models, data, options)
}

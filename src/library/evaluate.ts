import type { LabelledRows } from '../data/labelled-rows.ts'
import type { AnsweredText } from '../data/predictions.ts'
import type { Evaluation, LabelEvaluation } from '../evaluation/evaluation.ts'
import { refuseUnknown, requireOneOf, requireSignal } from './check-options.ts'
import type { EvaluateOptions, Measured } from './measure.ts'
import type { CorpusFiles } from './read-corpus.ts'
import type { TextModel } from './text-model.ts'

/**
 * How good a model is on labelled texts: the figures of `lstm eval`.
 *
 * Texts that the model was trained on are left out and counted, wherever they stand. Of files with test texts of their own, these are
 * measured; test texts of the files that the model was trained on are measured whole. Files are read by the columns and the merged
 * labels of the training, where `readCorpus` is not told others. Where fewer than 1 text in 20 is left, nothing is measured.
 *
 * @param model with all labels that the texts have
 * @param data rows, or what `readCorpus` gives
 * @throws LstmError 'data' for a label that the model does not know, or where hardly a text is left; 'usage' for a wrong option
 * @example
 * ```ts
 * import { evaluate, load } from 'lstm'
 *
 * await using model = await load()
 * const { accuracy, interval, examples } = await evaluate(model, [
 *   { text: 'A wonderful film.', label: 'positive' },
 *   { text: 'Boring from the first minute.', label: 'negative' },
 * ])
 * console.log(accuracy, interval, examples)
 * ```
 */
export async function evaluate<Label extends string = string>(
  model: TextModel<Label>,
  data: LabelledRows<NoInfer<Label>> | CorpusFiles,
  options: EvaluateOptions = {},
): Promise<Measured> {
  refuseUnknown(options, ['which', 'signal'])
  const { which, signal } = options
  requireOneOf('which', which, ['test', 'train', 'all'])
  requireSignal(signal)
  // Loaded when it is wanted: whoever only predicts does not wait for it.
  const { measure } = await import('./measure.ts')
  return measure(model, data, options)
}

/**
 * The same figures of answers that any model gave: an `Evaluation` where all of them have probabilities, else a `LabelEvaluation`.
 *
 * @param answers one for each text, in any order
 * @throws LstmError 'data' for answers that cannot be judged, or none at all
 * @example
 * ```ts
 * import { evaluateAnswers } from 'lstm'
 *
 * const { accuracy, macroF1 } = await evaluateAnswers([
 *   { label: 'good', predicted: 'good' },
 *   { label: 'bad', predicted: 'good' },
 * ])
 * console.log(accuracy, macroF1)
 * ```
 */
export async function evaluateAnswers(
  answers: Iterable<AnsweredText> | AsyncIterable<AnsweredText>,
): Promise<Evaluation | LabelEvaluation> {
  const { evaluationOfRows } = await import('../evaluation/answered-texts.ts')
  return evaluationOfRows(answers)
}

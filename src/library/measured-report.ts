import type { LabelledRows } from '../data/labelled-rows.ts'
import { explainedMistakes } from '../evaluation/explained-mistakes.ts'
import { reportPage } from '../evaluation/report/report.ts'
import { partOf } from '../wording.ts'
import { type EvaluateOptions, type Measured, textsMeasured } from './measure.ts'
import type { TextModel } from './text-model.ts'

/** The figures, and a page of HTML that shows them, as `lstm eval --report` writes it. */
export interface MeasuredReport {
  readonly measured: Measured
  readonly page: string
}

/**
 * How good a model is on labelled texts, as a page.
 *
 * @param names what the page calls model and data
 * @throws LstmError as `evaluate`
 */
export async function measuredReport(
  model: TextModel,
  data: LabelledRows,
  options: EvaluateOptions,
  names: { readonly model: string; readonly data: string },
): Promise<MeasuredReport> {
  const { measured, answers, classifier, texts, encoded, words } = await textsMeasured(model, data, options)
  const page = reportPage({
    facts: [
      ['Model', names.model],
      ['Data', names.data],
      ['Texts', partOf(measured.texts.measured, measured.texts.offered)],
      ['Tokenizer', model.settings.tokenizer],
    ],
    evaluation: measured,
    answers,
    texts: encoded,
    mistakes: await explainedMistakes(answers, classifier, texts, encoded, words),
    history: [],
  })
  return { measured, page }
}

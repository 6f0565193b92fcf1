import type { LabelledRows } from '../data/labelled-rows.ts'
import type { Original } from '../data/originals.ts'
import type { Evaluation } from '../evaluation/evaluation.ts'
import { explainedMistakes } from '../evaluation/explained-mistakes.ts'
import { classWordsOf, drawnHistory, trainingFacts } from '../evaluation/model-facts.ts'
import { reportPage } from '../evaluation/report/report.ts'
import { textCounts } from '../evaluation/selection.ts'
import type { SliceTable } from '../evaluation/slices.ts'
import type { Classifier } from '../model/classifier.ts'
import type { Model } from '../model/model.ts'
import { dataName, grouped } from '../wording.ts'
import { type AnsweredTexts, type EvaluateOptions, type Measured, textsMeasured } from './measure.ts'
import type { SelectedTexts } from './selected-texts.ts'
import type { TextModel } from './text-model.ts'

/** The figures, and a page of HTML that shows them, as `lstm eval --report` writes it. */
export interface MeasuredReport {
  readonly measured: Measured
  readonly page: string
}

/** What the page calls model and data. */
interface Names {
  readonly model: string
  readonly data: string
}

/**
 * How good a model is on labelled texts, as a page.
 *
 * @throws LstmError as `evaluate`
 */
export async function measuredReport(
  model: TextModel,
  data: LabelledRows,
  options: EvaluateOptions,
  names: Names,
): Promise<MeasuredReport> {
  const { measured, ...shown } = await textsMeasured(model, data, options)
  const { notices } = measured
  return { measured, page: await pageOf({ ...shown, evaluation: measured, notices, names }) }
}

/** What a page shows. */
interface Shown extends Omit<AnsweredTexts, 'remarks'> {
  readonly names: Names
  readonly evaluation: Evaluation
  /** What the figures must be taken with. */
  readonly notices: readonly string[]
  readonly classifier: Classifier
  readonly selected: SelectedTexts
  /** The validations of the training, where they are known. */
  readonly history?: Parameters<typeof drawnHistory>[0]
  /** Beside those by length. */
  readonly slices?: readonly SliceTable[]
  /** Gives the texts at some places in the split, ascending, as they are written; without it they are shown by their tokens. */
  readonly originals?: (indices: Int32Array) => Promise<readonly Original[]>
}

export async function pageOf({
  names,
  evaluation,
  notices,
  answers,
  encoded,
  classifier,
  selected: { corpus, selection },
  history = [],
  slices = [],
  originals,
}: Shown): Promise<string> {
  const { model } = classifier
  const { texts, counts, indices } = selection
  const written = originals && ((places: Int32Array) => originals(places.map(place => indices[place]!)))
  return reportPage({
    facts: [
      ['Model', names.model],
      ['Data', dataName(names.data)],
      ['Texts', textCounts(counts)],
      ...notices.map(notice => ['Note', notice] as const),
      ['Tokenizer', model.hyperparameters.tokenizer],
      ...networkFacts(model),
    ],
    evaluation,
    answers,
    texts: encoded,
    mistakes: await explainedMistakes(answers, classifier, texts, encoded, corpus.words, written),
    history: drawnHistory(history, model.provenance),
    slices,
    words: classWordsOf(model),
    training: trainingFacts(model),
  })
}

function networkFacts({ network }: Model): [string, string][] {
  if (!network) return []
  const { vocabulary, hidden } = network.sizes
  return [
    ['Words', grouped(vocabulary)],
    ['Hidden units', String(hidden)],
  ]
}

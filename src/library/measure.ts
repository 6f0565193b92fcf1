/** What `evaluate` does. */
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import { type Evaluation, evaluation } from '../evaluation/evaluation.ts'
import { inModelTerms, modelLabels } from '../evaluation/model-terms.ts'
import { type SelectionCounts, selectTexts } from '../evaluation/selection.ts'
import { corpusOf } from './corpus-of.ts'
import { CorpusFiles } from './read-corpus.ts'
import { TextModel } from './text-model.ts'

/** What is measured. */
export interface EvaluateOptions {
  /**
   * Texts that the model was not trained on (`test`, where it is left out), those that it was (`train`), or both (`all`, which
   * shows the model better than it is).
   */
  readonly which?: 'test' | 'train' | 'all' | undefined
  /** When aborted, no further row is read, and LstmError 'interrupted' is thrown. */
  readonly signal?: AbortSignal | undefined
}

/** The figures, and of how many texts they are. */
export interface Measured extends Evaluation {
  readonly texts: SelectionCounts
  /** What was found out about the data, or left out of it, while it was read. */
  readonly notices: readonly string[]
}

export async function measure(
  textModel: TextModel,
  data: LabelledRows | CorpusFiles,
  { which = 'test', signal }: EvaluateOptions,
): Promise<Measured> {
  const classifier = TextModel.classifierOf(textModel)
  const { model } = classifier
  const { tokenizer } = model.hyperparameters
  const notices: string[] = []
  const onNotice = (message: string) => notices.push(message)
  const corpus = await corpusOf(data, { purpose: 'evaluation', tokenizer, signal, onNotice })
  const request = data instanceof CorpusFiles ? data.request : undefined
  const { source } = model.provenance
  const sameReading = howRead(request) === howRead(source)
  const { texts, counts } = selectTexts(corpus, model, { which, sameReading })
  const labels = modelLabels(texts, corpus, model, request?.data ?? 'the rows')
  const probabilities = await classifier.probabilities(inModelTerms(texts, corpus, classifier))
  return { texts: counts, notices, ...evaluation({ probabilities, labels, labelNames: model.labels }) }
}

/** What was read how, wherever it lay, as one text. */
function howRead(request: DataRequest | undefined): string {
  if (!request) return ''
  const { data: _, known, ...options } = request
  const said = Object.entries({ ...options, ...known }).filter(([, value]) => value !== undefined)
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)))
}

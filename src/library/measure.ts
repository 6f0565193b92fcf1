/** What `evaluate` does. */
import type { LabelledRows } from '../data/labelled-rows.ts'
import { type Evaluation, evaluation } from '../evaluation/evaluation.ts'
import { inModelTerms, modelLabels } from '../evaluation/model-terms.ts'
import type { SelectionCounts } from '../evaluation/selection.ts'
import { CorpusFiles } from './read-corpus.ts'
import { selectedTexts } from './selected-texts.ts'
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

export async function measure(...given: Parameters<typeof textsMeasured>): Promise<Measured> {
  return (await textsMeasured(...given)).measured
}

/** The same, with all that a report shows of it. */
export async function textsMeasured(
  textModel: TextModel,
  data: LabelledRows | CorpusFiles,
  { which = 'test', signal }: EvaluateOptions,
) {
  const classifier = TextModel.classifierOf(textModel)
  const { model } = classifier
  const notices: string[] = []
  const onNotice = (message: string) => notices.push(message)
  const { corpus, selection } = await selectedTexts(model, data, { which, signal, onNotice })
  const { texts, counts } = selection
  const labels = modelLabels(
    texts,
    corpus,
    model,
    data instanceof CorpusFiles ? data.request.data : 'the rows',
  )
  const encoded = inModelTerms(texts, corpus, classifier)
  const probabilities = await classifier.probabilities(encoded)
  const answers = { probabilities, labels, labelNames: model.labels }
  const measured: Measured = { texts: counts, notices, ...evaluation(answers) }
  return { measured, answers, classifier, texts, encoded, words: corpus.words }
}

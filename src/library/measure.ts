/** What `evaluate` does. */
import type { LabelledRows } from '../data/labelled-rows.ts'
import { type Answers, type Evaluation, evaluation } from '../evaluation/evaluation.ts'
import { inModelTerms, modelLabels } from '../evaluation/model-terms.ts'
import { remarksOnAnswers, remarksOnTexts } from '../evaluation/remarks.ts'
import type { SelectionCounts } from '../evaluation/selection.ts'
import type { Classifier } from '../model/classifier.ts'
import type { EncodedTexts } from '../model/encoded-texts.ts'
import { readFor } from './known-reading.ts'
import type { CorpusFiles } from './read-corpus.ts'
import { type SelectedTexts, selectedTexts } from './selected-texts.ts'
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
  /** What was found out about the data, or left out of it, and what the figures must be taken with. */
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
  const notices: string[] = []
  const onNotice = (message: string) => notices.push(message)
  const selected = await selectedTexts(classifier.model, readFor(data, classifier.model), {
    which,
    signal,
    onNotice,
  })
  const { corpus, selection } = selected
  const { counts, remarks, split, indices } = selection
  const answered = await answersOfSelected(selected, classifier)
  const measured: Measured = {
    texts: counts,
    notices: [...notices, ...remarks, ...remarksOnTexts(corpus, split, indices), ...answered.remarks],
    ...evaluation(answered.answers),
  }
  return { measured, ...answered, classifier, selected }
}

/** What a model answers to texts, and the texts as it read them. */
export interface AnsweredTexts {
  readonly answers: Answers
  readonly encoded: EncodedTexts
  /** What figures of them must be taken with, as the answers show. */
  readonly remarks: readonly string[]
}

/**
 * @param onProgress texts done
 * @throws LstmError 'data' for a label that the model does not know, or more probabilities than are kept at once
 */
export async function answersOfSelected(
  { corpus, selection: { texts, trainedOn }, name }: SelectedTexts,
  classifier: Classifier,
  onProgress?: (done: number) => void,
): Promise<AnsweredTexts> {
  const labels = modelLabels(texts, corpus, classifier.model, name)
  const encoded = inModelTerms(texts, corpus, classifier)
  const probabilities = await classifier.probabilities(encoded, onProgress)
  const answers = { probabilities, labels, labelNames: classifier.labels }
  const { results } = classifier.model.provenance
  const isNew = trainedOn !== undefined && !trainedOn.includes(1)
  return { answers, encoded, remarks: remarksOnAnswers(answers, results, isNew) }
}

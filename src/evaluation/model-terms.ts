/** Labelled texts in the terms of a model: its word ids, its numbers of the labels. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { LstmError } from '../errors.ts'
import { vocabularyOf } from '../model/classifier.ts'
import { type Model, networkOf } from '../model/model.ts'
import type { Sequences } from '../text/sequences.ts'
import { encode } from '../text/vocabulary.ts'
import { encodeIds } from '../text/word-ids.ts'

/**
 * The texts in the model's word ids: by their words, or as they are, where both have ids of the same dictionary.
 *
 * @throws LstmError 'model' when the model has no words, 'usage' when only the data has none
 */
export function inModelIds(texts: Sequences, { words, ranked }: TokenisedCorpus, model: Model): Sequences {
  if (ranked && !model.vocabulary) return encodeIds(texts, networkOf(model).sizes.vocabulary)
  if (words) return encode(texts, words, vocabularyOf(model))
  throw new LstmError('usage', 'the data holds word ids, and the model has words', {
    hint: 'name the words of the data with --dictionary',
  })
}

/**
 * The labels as the model counts them.
 *
 * @param data names the texts in errors
 * @throws LstmError 'data' for a label that it does not know
 */
export function modelLabels(
  { labels }: Sequences,
  { labelNames }: TokenisedCorpus,
  model: Model,
  data: string,
): Int32Array {
  const indices = labelNames.map(name => model.labels.indexOf(name))
  return labels.map(label => {
    const index = indices[label]!
    if (index >= 0) return index
    throw new LstmError('data', `${data}: the label '${labelNames[label]}' is not one of the model's`, {
      hint: `the model knows ${model.labels.join(', ')}`,
    })
  })
}

/** The texts and labels of a corpus in a model's own terms. */

import type { TokenisedCorpus } from '../data/corpus.ts'
import { LstmError } from '../errors.ts'
import type { Classifier, TextKind } from '../model/classifier.ts'
import type { EncodedTexts } from '../model/encoded-texts.ts'
import { placesAmong } from '../model/label-places.ts'
import type { Model } from '../model/model.ts'
import { listed } from '../printable.ts'
import type { Sequences } from '../text/sequences.ts'
import { encodeIds } from '../text/word-ids.ts'
import { counted } from '../wording.ts'

/**
 * How a model is to be opened for a corpus: for words, or for ids where both have those of the same dictionary.
 *
 * @throws LstmError 'usage' when only the data has no words
 */
export function kindFor({ words, ranked }: TokenisedCorpus, { vocabulary, ngrams }: Model): TextKind {
  if (ranked && !vocabulary && !ngrams) return 'ids'
  if (words) return 'words'
  throw new LstmError('usage', 'the data holds word ids, and the model has words', {
    hint: 'name the words of the data with --dictionary',
  })
}

/** Probabilities that are kept at once, 1 GiB of them. */
const mostProbabilities = 1 << 28

/**
 * Texts of the corpus as a model reads them that was opened for it.
 *
 * @throws LstmError 'data' when there are more probabilities, [texts, classes], than are kept at once
 */
export function inModelTerms(
  texts: Sequences,
  corpus: TokenisedCorpus,
  classifier: Classifier,
): EncodedTexts {
  const { model } = classifier
  const count = texts.labels.length
  if (count * model.labels.length > mostProbabilities) {
    const most = Math.floor(mostProbabilities / model.labels.length)
    throw new LstmError(
      'data',
      `${counted(count, 'text')} of ${counted(model.labels.length, 'class', 'classes')} are too many to measure at once`,
      { hint: `measure on ${counted(most, 'text')} at most, in a file of their own` },
    )
  }
  if (kindFor(corpus, model) === 'words') return classifier.encodeTokens(texts, corpus.words!)
  return encodeIds(texts, model.network!.sizes.vocabulary)
}

/** The labels as the model counts them. @throws LstmError 'data' for a label that it does not know */
export function modelLabels(
  { labels }: Sequences,
  { labelNames }: Pick<TokenisedCorpus, 'labelNames'>,
  model: Pick<Model, 'labels'>,
  data: string,
): Int32Array {
  const indices = placesAmong(model.labels, labelNames)
  return labels.map(label => {
    const index = indices[label]!
    if (index >= 0) return index
    throw new LstmError('data', `${data}: the label '${labelNames[label]}' is not one of the model's`, {
      hint: `the model knows ${listed(model.labels)}`,
    })
  })
}

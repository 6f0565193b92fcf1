/** The texts and labels of a corpus in a model's own terms. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { LstmError } from '../errors.ts'
import type { Classifier, EncodedTexts, TextKind } from '../model/classifier.ts'
import type { Model } from '../model/model.ts'
import { listed } from '../printable.ts'
import type { Sequences } from '../text/sequences.ts'
import { encodeIds } from '../text/word-ids.ts'

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

/** Texts of the corpus as a model reads them that was opened for it. */
export function inModelTerms(
  texts: Sequences,
  corpus: TokenisedCorpus,
  classifier: Classifier,
): EncodedTexts {
  const { model } = classifier
  if (kindFor(corpus, model) === 'words') return classifier.encodeTokens(texts, corpus.words!)
  return encodeIds(texts, model.network!.sizes.vocabulary)
}

/** The labels as the model counts them. @throws LstmError 'data' for a label that it does not know */
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
      hint: `the model knows ${listed(model.labels)}`,
    })
  })
}

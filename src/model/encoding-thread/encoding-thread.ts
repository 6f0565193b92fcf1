import { RemoteThread } from '../../host/remote-thread.ts'
import type { Model } from '../model.ts'
import type { NgramPart } from '../ngram-part.ts'
import type { EncodingCalls, SentEncoding } from './encoding-calls.ts'

/** A thread that encodes texts as the classifier of a model does. */
export function startEncodingThread(
  model: Model & { readonly ngrams: NgramPart },
): RemoteThread<EncodingCalls> {
  const { vocabulary, labels, hyperparameters, provenance, ngrams } = model
  const sent: SentEncoding = { vocabulary: vocabulary?.words, labels, hyperparameters, provenance, ngrams }
  return new RemoteThread(new URL('./encoding-thread-start.js', import.meta.url), sent, 'encodes texts')
}

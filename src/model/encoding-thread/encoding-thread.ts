import { RemoteThread } from '../../host/remote-thread.ts'
import { startSome } from '../../host/start-some.ts'
import type { Model } from '../model.ts'
import type { NgramPart } from '../ngram-part.ts'
import type { EncodingCalls, SentEncoding } from './encoding-calls.ts'

/** Threads that encode texts as the classifier of a model does: so many, or as many as the system gives. */
export function startEncodingThreads(
  model: Model & { readonly ngrams: NgramPart },
  most: number,
): RemoteThread<EncodingCalls>[] {
  const { vocabulary, labels, hyperparameters, provenance, ngrams } = model
  const sent: SentEncoding = { vocabulary: vocabulary?.words, labels, hyperparameters, provenance, ngrams }
  const module = new URL('./encoding-thread-start.js', import.meta.url)
  return startSome(most, () => new RemoteThread<EncodingCalls>(module, sent, 'encodes texts'))
}

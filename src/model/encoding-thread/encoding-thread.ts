import { ContractError } from '../../errors.ts'
import { host } from '../../host/index.ts'
import { RemoteCalls } from '../../host/remote-calls.ts'
import type { EncodedTexts } from '../encoded-texts.ts'
import type { Model } from '../model.ts'
import type { NgramPart } from '../ngram-part.ts'
import type { EncodingCalls, SentEncoding } from './encoding-calls.ts'

/** A thread that encodes texts as the classifier of a model does. It keeps the process alive only while it is asked. */
export class EncodingThread {
  readonly #remote: RemoteCalls<EncodingCalls>

  constructor(model: Model & { readonly ngrams: NgramPart }) {
    const { vocabulary, labels, hyperparameters, provenance, ngrams } = model
    const sent: SentEncoding = { vocabulary: vocabulary?.words, labels, hyperparameters, provenance, ngrams }
    const thread = host.startThread(
      new URL('./encoding-thread-start.js', import.meta.url),
      sent,
      {
        onMessage: message => this.#remote.hear(message),
        onEnd: (why, cause) =>
          this.#remote.fail(new ContractError(`a thread that encodes texts has ended: ${why}`, { cause })),
      },
      { importsSources: true },
    )
    this.#remote = new RemoteCalls<EncodingCalls>(
      {},
      {
        post: (message, moved) => thread.post(message, moved),
        onWaiting: waiting => thread.keepAlive(waiting),
      },
    )
  }

  encode(texts: readonly string[]): Promise<EncodedTexts> {
    return this.#remote.call('encode', texts)
  }

  end(): void {
    // What it still answers is nobody's.
    this.#remote.call('end').catch(() => undefined)
  }
}

import { type Callable, RemoteCalls } from '../../host/remote-calls.ts'
import { runSettingTable } from '../../settings/run-settings.ts'
import { defaults } from '../../settings/table.ts'
import { Vocabulary } from '../../text/vocabulary.ts'
import { Classifier } from '../classifier.ts'
import type { EncodingCalls, SentEncoding } from './encoding-calls.ts'

/** How the other thread is told and heard. */
interface Line {
  tell(message: unknown, moved: readonly ArrayBuffer[]): void
  hear(onMessage: (message: unknown) => void): void
  end(): void
}

/** Encodes texts as the classifier of the other thread does: the same model, but for the network, which reads no text here. */
export function serveEncoding({ vocabulary, ...rest }: SentEncoding, { tell, hear, end }: Line): void {
  const model = { ...rest, vocabulary: vocabulary && new Vocabulary(vocabulary) }
  const opened = Classifier.open(model, defaults(runSettingTable))
  const ours: EncodingCalls = { encode: async texts => (await opened).encode(texts), end }
  const remote = new RemoteCalls<Callable>(ours satisfies Callable, { post: tell })
  hear(message => remote.hear(message))
}

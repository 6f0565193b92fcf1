import { type ParentLine, serveCalls } from '../../host/remote-thread.ts'
import { runSettingTable } from '../../settings/run-settings.ts'
import { defaults } from '../../settings/table.ts'
import { Vocabulary } from '../../text/vocabulary.ts'
import { Classifier } from '../classifier.ts'
import type { EncodingCalls, SentEncoding } from './encoding-calls.ts'

/** Encodes texts as the classifier of the other thread does: the same model, but for the network, which reads no text here. */
export function serveEncoding({ vocabulary, ...rest }: SentEncoding, parent: ParentLine): void {
  const model = { ...rest, vocabulary: vocabulary && new Vocabulary(vocabulary) }
  const opened = Classifier.open(model, defaults(runSettingTable))
  const ours = {
    encode: async texts => {
      const { tokens, ...rest } = (await opened).encode(texts)
      // A view is sent with all that it is a view of.
      return { tokens: tokens.slice(), ...rest }
    },
  } satisfies EncodingCalls
  serveCalls(ours, parent)
}

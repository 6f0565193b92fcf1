import { type ParentLine, serveCalls } from '../../host/remote-thread.ts'
import { loadTokenizer } from '../../text/tokenizers/load-tokenizer.ts'
import type { TokenizerName } from '../../text/tokenizers/tokenizer.ts'
import { type CutTexts, Cutter } from './cutter.ts'

/** What the thread can be asked. */
export type CuttingCalls = {
  cut(texts: readonly string[]): Promise<CutTexts>
}

/** A `Cutter` for the other thread. */
export function serveCutting(tokenizer: TokenizerName, parent: ParentLine): void {
  const cutter = loadTokenizer(tokenizer).then(loaded => new Cutter(loaded))
  serveCalls({ cut: async texts => (await cutter).cut(texts) } satisfies CuttingCalls, parent)
}

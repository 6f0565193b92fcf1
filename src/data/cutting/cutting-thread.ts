import { RemoteThread } from '../../host/remote-thread.ts'
import { startSome } from '../../host/start-some.ts'
import type { Tokenizer } from '../../text/tokenizers/tokenizer.ts'
import type { CuttingCalls } from './serve-cutting.ts'

/** Threads that cut texts: so many, or as many as the system gives. */
export function startCuttingThreads({ name }: Tokenizer, most: number): RemoteThread<CuttingCalls>[] {
  const module = new URL('./cutting-thread-start.js', import.meta.url)
  return startSome(most, () => new RemoteThread<CuttingCalls>(module, name, 'cuts texts'))
}

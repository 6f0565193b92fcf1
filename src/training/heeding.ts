import { LstmError } from '../errors.ts'

/**
 * `tell`, which throws LstmError 'interrupted' from when the signal is aborted on: work that tells how far it is ends there.
 */
export function heeding<Event>(signal: AbortSignal, tell: (event: Event) => void): (event: Event) => void {
  return event => {
    if (signal.aborted) throw new LstmError('interrupted', 'the training was interrupted')
    tell(event)
  }
}

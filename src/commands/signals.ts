/** Ctrl-C, `kill` and a terminal that closes: how a long command is told to save and end. */
import { LstmError } from '../errors.ts'

/** The signals that ask a program to end, and what the user is told they were. */
export const interruptions = {
  SIGINT: 'interrupted',
  SIGTERM: 'told to end',
  SIGHUP: 'hangup, the terminal was closed',
} as const

type Interruption = keyof typeof interruptions

/**
 * From here on the first signal aborts `controller`, its name ('SIGHUP') being the reason, and the next one ends the program at
 * once, as a signal does in commands that never listened. npx passes Ctrl-C on to a program that the terminal has already
 * told: within half a second it is the same one.
 *
 * Nothing has to be put right before the end: the terminal is never left in a state of ours (`showBelow`).
 *
 * @param told says what happens now
 * @returns ends the listening
 */
export function abortOnSignal(
  controller: AbortController,
  told: (interruption: Interruption) => void,
): Disposable {
  const names = Object.keys(interruptions) as Interruption[]
  let first = 0
  let timer: NodeJS.Timeout | undefined

  const release = () => {
    clearTimeout(timer)
    for (const name of names) process.off(name, onSignal)
  }
  const onSignal = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      first = performance.now()
      // Without a listener the system ends the program itself, also while it computes and hears nothing.
      timer = setTimeout(release, sameSignal).unref()
      controller.abort(name)
      told(name as Interruption)
    } else if (performance.now() - first > sameSignal) {
      release()
      process.kill(process.pid, name)
    }
  }
  for (const name of names) process.on(name, onSignal)
  return { [Symbol.dispose]: release }
}

/** What is thrown: where that is an interruption, with its signal as the cause, and with what to do where it does not say so itself. */
export function interruptedBy({ signal }: AbortController, error: unknown, hint: string): unknown {
  if (!(error instanceof LstmError && error.code === 'interrupted')) return error
  return new LstmError('interrupted', error.message, { hint: error.hint ?? hint, cause: signal.reason })
}

/** Milliseconds within which two signals are one. */
const sameSignal = 500

import { host } from './index.ts'

/** Milliseconds of work between two breaths: a signal, a timer or another request waits no longer for its turn. */
const interval = 10

/**
 * How a long computation on this thread lets others have their turn, at next to no cost where it is asked often:
 *
 *     if (breath.isDue()) await breath.take()
 */
export class Breath {
  #last = performance.now()

  /** Whether 10 ms have passed since the last one. */
  isDue(): boolean {
    return performance.now() - this.#last > interval
  }

  /** Resolves in a later turn of the event loop. */
  async take(): Promise<void> {
    await host.giveWay()
    this.#last = performance.now()
  }
}

/** The time that a training may take, by the clock: as much as is left of it. */
export class Watch {
  readonly #now: () => number
  readonly #allowed: number
  readonly #begin: number

  /**
   * It runs from now on.
   *
   * @param minutes that the whole training may take
   * @param spent seconds of them that it took before it was left
   * @param now milliseconds
   */
  constructor(minutes: number, spent = 0, now: () => number = () => performance.now()) {
    this.#now = now
    this.#allowed = 60 * minutes
    this.#begin = now() - 1000 * spent
  }

  /** Seconds since it began, those before it was left included. */
  spent(): number {
    return (this.#now() - this.#begin) / 1000
  }

  /** Seconds; negative when it is over. */
  left(): number {
    return this.#allowed - this.spent()
  }
}

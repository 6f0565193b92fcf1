const ended = { done: true, value: undefined } as const

/** What comes of a source, item by item, until it is left: from then on nobody waits for what has not come. */
export class LeavableSource<Item> {
  readonly #items: AsyncGenerator<Item, void>
  /** Ends the waiting for an item; undefined while nobody waits. */
  #stopWaiting: (() => void) | undefined
  #left = false

  constructor(source: Iterable<Item> | AsyncIterable<Item>) {
    this.#items = (async function* () {
      yield* source
    })()
  }

  /** The next item, or the end: of the source, or since it was left. */
  async next(): Promise<IteratorResult<Item, void>> {
    if (this.#left) return ended
    const next = this.#items.next()
    try {
      return await new Promise((resolve, reject) => {
        this.#stopWaiting = () => resolve(ended)
        next.then(resolve, reject)
      })
    } finally {
      this.#stopWaiting = undefined
    }
  }

  /** Resolves when the source was told; one that is waited for hears of it with its next item, and that is not waited for. */
  async leave(): Promise<void> {
    if (this.#left) return
    this.#left = true
    const told = this.#items.return()
    if (!this.#stopWaiting) return void (await told)
    told.catch(() => undefined)
    this.#stopWaiting()
  }
}

import { host } from '../host/index.ts'

/** What may wait at once; past it the source is left to wait itself. */
export interface Limits {
  readonly items: number
  /** Sum of the lengths of the items' texts in UTF-16 units. */
  readonly characters: number
}

/**
 * Everything that has arrived since the last asking, again and again until the source ends.
 *
 * The source is read ahead while the caller works on what it was given. So a slow source is answered item by item
 * as it comes, a fast one in batches as large as `limits` lets them grow, and memory stays bounded either way.
 * An error of the source is thrown after all that arrived before it was handed out.
 *
 * @param left when it is aborted, it ends, also where it waits for a source from which nothing comes
 */
export async function* batches<Item>(
  source: AsyncIterable<Item> | Iterable<Item>,
  limits: Limits,
  textOf: (item: Item) => string,
  left?: AbortSignal,
): AsyncGenerator<Item[]> {
  let waiting: Item[] = []
  let characters = 0
  let ended = false
  let failure: { readonly error: unknown } | undefined
  let wakeReader = () => {}
  let wakeCaller = () => {}

  const read = async () => {
    try {
      for await (const item of source) {
        if (ended) return
        waiting.push(item)
        characters += textOf(item).length
        wakeCaller()
        if (waiting.length >= limits.items || characters >= limits.characters) {
          await new Promise<void>(resolve => {
            wakeReader = resolve
          })
        }
      }
    } catch (error) {
      failure = { error }
    } finally {
      ended = true
      wakeCaller()
    }
  }
  void read()
  const leave = () => {
    ended = true
    wakeCaller()
  }
  left?.addEventListener('abort', leave, { once: true })

  try {
    for (;;) {
      // All that has arrived moves up here in this turn of the event loop, however busy the caller keeps the thread.
      await host.giveWay()
      if (left?.aborted) return
      if (waiting.length > 0) {
        const batch = waiting
        waiting = []
        characters = 0
        wakeReader()
        yield batch
      } else if (ended) {
        if (failure) throw failure.error
        return
      } else {
        await new Promise<void>(resolve => {
          wakeCaller = resolve
        })
      }
    }
  } finally {
    ended = true
    wakeReader()
    left?.removeEventListener('abort', leave)
  }
}

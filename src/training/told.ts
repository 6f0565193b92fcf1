/**
 * What a piece of work tells on its way, as an iterable; returns what the work gives. What is told while nobody listens waits. Left early, `signal` asks the work to stop, and it is waited for.
 *
 * @param replaces whether an event takes the place of one that waits before it
 * @param discard gets what the work gives after all, where it was left
 */
export async function* told<Event, Result>(
  work: (tell: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
  replaces: (event: Event, waiting: Event) => boolean = () => true,
  discard: (result: Result) => unknown = () => undefined,
): AsyncGenerator<Event, Result> {
  const left = new AbortController()
  const waiting: Event[] = []
  let ended = false
  let taken = false
  let wake = () => {}
  const tell = (event: Event) => {
    const last = waiting.at(-1)
    if (last !== undefined && replaces(event, last)) waiting.pop()
    waiting.push(event)
    wake()
  }
  const result = work(tell, left.signal).finally(() => {
    ended = true
    wake()
  })
  // A failure is met by the `await` at the end, not by the host's report of an unhandled rejection.
  result.catch(() => undefined)
  try {
    for (;;) {
      const event = waiting.shift()
      if (event !== undefined) yield event
      else if (ended) {
        taken = true
        return await result
      } else {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    if (!taken) {
      left.abort()
      await result.then(discard, () => undefined)
    }
  }
}

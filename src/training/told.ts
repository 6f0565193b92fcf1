/**
 * What a piece of work tells on its way, as an iterable; returns what the work gives. Of what is told while nobody listens only
 * the newest is kept. Left early, `signal` asks the work to stop, and it is waited for.
 */
export async function* told<Event, Result>(
  work: (tell: (event: Event) => void, signal: AbortSignal) => Promise<Result>,
): AsyncGenerator<Event, Result> {
  const left = new AbortController()
  let newest: { readonly event: Event } | undefined
  let ended = false
  let wake = () => {}
  const tell = (event: Event) => {
    newest = { event }
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
      if (newest) {
        const { event } = newest
        newest = undefined
        yield event
      } else if (ended) {
        return await result
      } else {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    if (!ended) {
      left.abort()
      await result.catch(() => undefined)
    }
  }
}

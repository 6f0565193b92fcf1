/**
 * The items of a source, the next one being made while the caller looks at this one. Left early, the source is left too.
 *
 * An error of the source is thrown after the items before it.
 */
export async function* readAhead<Item>(source: AsyncGenerator<Item>): AsyncGenerator<Item> {
  const ask = () => {
    const next = source.next()
    // A failure is met when it is this item's turn, not by the host's report of an unhandled rejection.
    next.catch(() => undefined)
    return next
  }
  let next = ask()
  try {
    for (;;) {
      const item = await next
      if (item.done) return
      next = ask()
      yield item.value
    }
  } finally {
    await source.return(undefined)
  }
}

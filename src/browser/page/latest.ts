/**
 * Does the work for what was asked for last: while it is under way, of all that is asked for only the last waits.
 *
 * @param work tells its failures itself
 */
export function latest<Given>(work: (given: Given) => Promise<void>): (given: Given) => void {
  let busy = false
  let waiting: { readonly given: Given } | undefined
  return async given => {
    waiting = { given }
    if (busy) return
    busy = true
    try {
      while (waiting) {
        const { given: next }: { readonly given: Given } = waiting
        waiting = undefined
        await work(next)
      }
    } finally {
      busy = false
    }
  }
}

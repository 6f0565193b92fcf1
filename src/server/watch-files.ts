import { stat } from 'node:fs/promises'

/** Milliseconds between two looks. */
const interval = 1_000

/**
 * Calls back when a file was replaced or changed, once it has been the same for one look: what is still being written is left to
 * be written. Looking, rather than being told, works for mounted volumes and links as well.
 *
 * @returns ends the watching
 */
export function watchFile(path: string, changed: () => void): () => void {
  let known = stampOf(path)
  let waiting: string | undefined
  const timer = setInterval(async () => {
    const [before, now] = [await known, await stampOf(path)]
    if (now === undefined || now === before) {
      waiting = undefined
      return
    }
    if (now !== waiting) {
      waiting = now
      return
    }
    waiting = undefined
    known = Promise.resolve(now)
    changed()
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}

/** What tells one state of a file from another; undefined where there is none. */
async function stampOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return found && `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`
}

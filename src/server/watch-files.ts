import { stat } from 'node:fs/promises'

/** Milliseconds between two looks. */
const interval = 1_000

/**
 * Calls back when a file was replaced or changed, once it has been the same for one look: what is still being written is left to
 * be written. Looking, rather than being told, works for mounted volumes and links as well.
 *
 * @param stamp its state when it was read, `fileStamp` of before that: what changed since then counts
 * @returns ends the watching
 */
export function watchFile(path: string, stamp: string | undefined, changed: () => void): () => void {
  let known = stamp
  let waiting: string | undefined
  const timer = setInterval(async () => {
    const now = await fileStamp(path)
    if (now === undefined || now === known) {
      waiting = undefined
      return
    }
    if (now !== waiting) {
      waiting = now
      return
    }
    waiting = undefined
    known = now
    changed()
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}

/** What tells one state of a file from another; undefined where there is no plain file: a pipe would be waited for. */
export async function fileStamp(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return found?.isFile() ? `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}` : undefined
}

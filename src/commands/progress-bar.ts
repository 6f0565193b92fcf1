import { progressLine } from '../printable.ts'
import { counted } from '../wording.ts'
import { say, showBelow, widthBelow } from './output.ts'

/** A bar on stderr that appears with its first value; elsewhere than on a terminal nothing. */
export interface ProgressBar extends Disposable {
  /** @param what 'reading', '' says nothing; share in [0, 1]; details what matters most first */
  update(what: string, share: number, ...details: readonly string[]): void
  stop(): void
}

export function progressBar(): ProgressBar {
  let drawn = Number.NEGATIVE_INFINITY
  return {
    update(what, share, ...details) {
      const now = performance.now()
      if (now - drawn < interval) return
      drawn = now
      showBelow(progressLine(widthBelow(), what, share, details))
    },
    stop: () => showBelow(''),
    [Symbol.dispose]: () => showBelow(''),
  }
}

/** Shows how far the reading of texts is, and says once that it is done. */
export function readingBar(bar: ProgressBar): (what: string, share: number, texts?: number) => void {
  let reads = false
  return (what, share, texts) => {
    if (!reads) say('reading and tokenising the texts (kept for the next time)')
    reads = true
    bar.update(what, share, ...(texts === undefined ? [] : [counted(texts, 'text')]))
  }
}

/** Milliseconds between two drawings. */
const interval = 100

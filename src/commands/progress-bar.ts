import { printable } from '../printable.ts'
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

/** 'reading [====----] 50 % | 1,200 texts': of the details those that have room, each of them whole, to the first that has none. */
export function progressLine(width: number, what: string, share: number, details: readonly string[]): string {
  const cells = Math.min(longestBar, Math.floor(width / 5))
  const filled = Math.round(Math.min(1, share) * cells)
  let line = `[${'='.repeat(filled)}${'-'.repeat(cells - filled)}] ${Math.floor(100 * Math.min(1, share))} %`
  if (what !== '') line = `${printable(what)} ${line}`
  for (const detail of details) {
    const longer = `${line} | ${printable(detail)}`
    if (longer.length > width) break
    line = longer
  }
  return line
}

/** Characters. */
const longestBar = 20

/** Milliseconds between two drawings. */
const interval = 100

import { printable } from '../printable.ts'
import { showBelow, widthBelow } from './output.ts'

/** How far something is. */
interface Progress {
  /** 'reading'; '' says nothing. */
  readonly what: string
  /** In [0, 1]. */
  readonly share: number
  /** More to know, what matters most first. */
  readonly details: readonly string[]
}

/** A bar on stderr that appears with its first value; elsewhere than on a terminal nothing. */
export interface ProgressBar {
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
      showBelow(progressLine({ what, share, details }, widthBelow()))
    },
    stop: () => showBelow(''),
  }
}

/** 'reading [====----] 50 % | 1,200 texts': of the details those that have room, each of them whole, to the first that has none. */
export function progressLine({ what, share, details }: Progress, width: number): string {
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

import { showBelow } from './output.ts'

/** A bar on stderr that appears with its first value; elsewhere than on a terminal nothing. */
interface ProgressBar {
  update(value: number, total: number, shown?: Readonly<Record<string, string | number>>): void
  stop(): void
}

/** @param format in which {bar}, {percentage}, {value}, {total} and what `shown` names are replaced */
export function progressBar(format: string): ProgressBar {
  let drawn = Number.NEGATIVE_INFINITY
  return {
    update(value, total, shown = {}) {
      const now = performance.now()
      if (now - drawn < interval) return
      drawn = now
      const share = total > 0 ? Math.min(1, value / total) : 0
      const filled = Math.round(share * width)
      const values: Record<string, string | number> = {
        bar: '='.repeat(filled) + '-'.repeat(width - filled),
        percentage: Math.floor(100 * share),
        value,
        total,
        ...shown,
      }
      showBelow(format.replace(/\{(\w+)\}/g, (_, name) => String(values[name])))
    },
    stop: () => showBelow(''),
  }
}

/** Characters. */
const width = 20

/** Milliseconds between two drawings. */
const interval = 100

import type { TrainingFlags } from '../library/training-flags.ts'
import { shellWord } from '../wording.ts'

/** Flags as they are typed: `--data 'my reviews.csv' --no-header`. */
export function flagWords(flags: TrainingFlags): string {
  const words = Object.entries(flags).flatMap(([name, value]) => {
    if (typeof value === 'boolean') return value ? `--${name}` : `--no-${name}`
    const values = typeof value === 'object' ? value : [String(value)]
    return [`--${name}`, ...values.map(shellWord)]
  })
  return words.join(' ')
}

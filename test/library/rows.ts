import type { TrainOptions } from '../../src/index.ts'

export type Sentiment = 'negative' | 'positive'

/** Rows that a small model tells apart, all different. */
export function sentiments(count = 48): { text: string; label: Sentiment }[] {
  return Array.from({ length: count }, (_, n) =>
    n % 2 === 0
      ? { text: `a good and fine film number ${n}`, label: 'positive' }
      : { text: `a bad and dull film number ${n}`, label: 'negative' },
  )
}

/** Settings of a training that takes a fraction of a second. */
export const small = {
  tokenizer: 'words',
  dimension: 8,
  batchSize: 4,
  maxEpochs: 3,
  validationPortion: 0.2,
  validationInterval: 10,
  displayInterval: 1,
  threads: 1,
} as const satisfies TrainOptions

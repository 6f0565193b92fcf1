import { type IntegerRow, maximumCount, type NumberRow, type Values } from '../settings/table.ts'

const common = { group: 'limits', kind: 'integer', minimum: 1, maximum: maximumCount } as const

/** What a request may ask for. Every limit is in the error of what is beyond it. */
export const limitTable = {
  maxBody: {
    ...common,
    default: 1 << 20,
    help: 'bytes of a body that is read whole: JSON, CSV; streams of JSON Lines may be of any length',
  },
  maxText: { ...common, default: 100_000, help: 'characters of one text' },
  maxTexts: { ...common, default: 1_000, help: 'texts of one request that is read whole' },
  maxExplained: { ...common, default: 20, help: 'the same, where each word is explained' },
  maxQueue: {
    ...common,
    default: 1_024,
    help: 'texts that wait for a model; further ones are refused with 503 at once',
  },
  maxBatch: { ...common, default: 128, help: 'texts that are computed together' },
  concurrency: {
    ...common,
    maximum: 64,
    default: 1,
    help: 'batches of one model under way; with 2 the next one is cut into words while one is computed, which is worth it where cores are free',
  },
  timeout: {
    kind: 'number',
    minimum: 0,
    maximum: 86_400,
    open: true,
    default: 30,
    help: 'seconds that a request may take until its answer; of a stream, until its next line',
  },
} as const satisfies Record<string, IntegerRow | NumberRow>

export type ServiceLimits = Values<typeof limitTable>

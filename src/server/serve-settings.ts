import type { IntegerRow, NumberRow } from '../settings/table.ts'
import { limitTable } from './limits.ts'

/** The numbers that `lstm serve` can be given, each as a flag. */
export const serveTable = {
  port: {
    kind: 'integer',
    minimum: 0,
    maximum: 65_535,
    default: 8080,
    help: 'where to listen; 0: any port that is free',
  },
  grace: {
    kind: 'number',
    minimum: 0,
    maximum: 3_600,
    default: 10,
    help: 'seconds to answer what was asked when it is told to end',
  },
  ...limitTable,
} as const satisfies Record<string, IntegerRow | NumberRow>

import { type EngineName, engineNames } from '../engines/engine.ts'
import type { Row, Values } from './table.ts'

/** What decides only how the work is done. */
export const runSettingTable = {
  engine: {
    kind: 'choice',
    group: 'running',
    default: 'wasm',
    choices: engineNames,
    resumable: true,
    help: 'what does the arithmetic',
  },
  threads: {
    kind: 'integer',
    group: 'running',
    default: 0,
    minimum: 0,
    maximum: 256,
    resumable: true,
    appliesTo: { engine: ['wasm'] },
    help: 'threads that compute; 0: as many as the machine has cores. Results do not depend on it',
  },
} as const satisfies Record<string, Row>

export type RunSettings = Values<typeof runSettingTable> & { readonly engine: EngineName }

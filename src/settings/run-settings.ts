import { engineNames, type VectorWidth, vectorWidths } from '../engines/engine.ts'
import type { RunSettings } from './setting-types.ts'
import { parseSetting, type Row } from './table.ts'

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
  vectorWidth: {
    kind: 'choice',
    group: 'running',
    default: 'auto',
    choices: vectorWidths,
    resumable: true,
    help: 'bits of the vectors that wasm computes with; auto: 256 where Node 24 to 26 prove to give the same results faster',
  },
} as const satisfies Record<string, Row>

export type { RunSettings }

/**
 * What the environment says for programs without flags: LSTM_VECTOR_WIDTH.
 *
 * @throws LstmError 'usage' when that is no vector width
 */
export function environmentSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Partial<Pick<RunSettings, 'vectorWidth'>> {
  const width = environment.LSTM_VECTOR_WIDTH
  if (!width) return {}
  return { vectorWidth: parseSetting('vectorWidth', runSettingTable.vectorWidth, width) as VectorWidth }
}

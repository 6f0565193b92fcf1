import { engineNames, type VectorWidth, vectorWidths } from '../engines/engine.ts'
import type { RunSettings } from './setting-types.ts'
import { defaults, flag, givenSettings, parseSetting, type Row, refuseIdle } from './table.ts'

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

type Environment = Readonly<Record<string, string | undefined>>

/**
 * What the environment says for programs without flags: LSTM_VECTOR_WIDTH.
 *
 * @throws LstmError 'usage' when that is no vector width
 */
export function environmentSettings(environment: Environment): Partial<Pick<RunSettings, 'vectorWidth'>> {
  const width = environment.LSTM_VECTOR_WIDTH
  if (!width) return {}
  return { vectorWidth: parseSetting('vectorWidth', runSettingTable.vectorWidth, width) as VectorWidth }
}

/** The run settings that a command is given by its flags or by the environment; and vectors as wide as they can be, which only it asks for. */
export function givenRunSettings(options: object, environment: Environment): Partial<RunSettings> {
  return {
    ...{ vectorWidth: runSettingTable.vectorWidth.default, ...environmentSettings(environment) },
    ...givenSettings(runSettingTable, options),
  }
}

/** All run settings of a command: those that it is given, else the defaults. */
export function runSettings(options: object, environment: Environment): RunSettings {
  const given = givenSettings(runSettingTable, options)
  const settings = { ...defaults(runSettingTable), ...givenRunSettings(options, environment) }
  refuseIdle(runSettingTable, given, settings, flag)
  return settings
}

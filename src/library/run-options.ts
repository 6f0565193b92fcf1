import { type RunSettings, runSettingTable } from '../settings/run-settings.ts'
import { checkedSettings, defaults, type Naming, refuseIdle } from '../settings/table.ts'

/**
 * What may be said of any training, new or gone on with. `vectorWidth` is '128' where it is left out: 'auto' sets a flag of the whole
 * process, for the milliseconds in which the kernels are compiled.
 */
export interface RunOptions extends Partial<RunSettings> {
  /** When aborted, the training ends its update, saves, and fails with LstmError 'interrupted'. */
  readonly signal?: AbortSignal | undefined
}

export const runOptionNames = ['signal', ...Object.keys(runSettingTable)]

/** Vectors of 256 bits need a flag of the process, which is not the library's to set unasked. */
export const libraryDefaults: RunSettings = { ...defaults(runSettingTable), vectorWidth: '128' }

/** @throws LstmError 'usage' for a wrong value, and for one that would do nothing */
export function checkedRunSettings(options: object, nameOf: Naming = name => name): RunSettings {
  const given = checkedSettings(runSettingTable, options)
  const settings = { ...libraryDefaults, ...given }
  refuseIdle(runSettingTable, given, settings, nameOf)
  return settings
}

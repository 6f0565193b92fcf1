import { host } from '../host/index.ts'
import type { RunSettings } from '../settings/run-settings.ts'

/** The threads the engine may use: those asked for, or one for each core. */
export function threadCount({ threads }: Pick<RunSettings, 'threads'>): number {
  return threads === 0 ? host.cores() : threads
}

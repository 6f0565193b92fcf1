/** Rows of delimited values, as they are written; [delimited.ts](delimited.ts) reads them. */
import { printable } from '../printable.ts'

export interface FieldOptions {
  /** Whether to put ' before what a spreadsheet would take for a formula. */
  readonly safe: boolean
  /** Whether people look at it on a terminal. */
  readonly terminal: boolean
}

/**
 * Writes rows of CSV (RFC 4180) or TSV, of which a reader gets back the values themselves; on a terminal they are made fit to be
 * seen. Numbers are ours, and no formulas.
 */
export function rowWriter(
  delimiter: string,
  { safe, terminal }: FieldOptions,
): (values: readonly (string | number)[]) => string {
  const mustBeQuoted = new RegExp(`["\r\n${delimiter}]|^\\s|\\s$`)
  const field = (value: string | number) => {
    if (typeof value === 'number') return String(value)
    const guarded = safe && /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
    const shown = terminal ? printable(guarded) : guarded
    return mustBeQuoted.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown
  }
  return values => `${values.map(field).join(delimiter)}\n`
}

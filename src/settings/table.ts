/** The rows that settings are declared in: what a value may be, its flag, its words in the help. */
import { LstmError } from '../errors.ts'

/** Under which heading of the help a setting stands. */
type Group = 'data' | 'model' | 'training' | 'running'

interface CommonRow {
  readonly group: Group
  /** What it does, in a clause that the help text and the README show. */
  readonly help: string
  /** The official script's name of it, where it has one. */
  readonly official?: string
  /** May differ when a training is resumed, because it does not change what an update does. */
  readonly resumable?: true
}

export interface IntegerRow extends CommonRow {
  readonly kind: 'integer'
  readonly default: number
  readonly minimum: number
  readonly maximum?: number
  /** A value outside the range with a meaning of its own. */
  readonly special?: number
}

export interface NumberRow extends CommonRow {
  readonly kind: 'number'
  readonly default: number
  readonly minimum: number
  readonly maximum?: number
  /** True when the minimum (and the maximum) itself is not allowed. */
  readonly open?: true
}

interface SwitchRow extends CommonRow {
  readonly kind: 'switch'
  readonly default: boolean
}

interface ChoiceRow<Name extends string = string> extends CommonRow {
  readonly kind: 'choice'
  readonly default: Name
  readonly choices: readonly Name[]
}

/** A text of a form of its own. */
export interface TextRow extends CommonRow {
  readonly kind: 'text'
  readonly default: string
  readonly pattern: RegExp
  /** What fits the pattern, for help and errors: 'accuracy, or f1:LABEL'. */
  readonly wanted: string
}

export type Row = IntegerRow | NumberRow | SwitchRow | ChoiceRow | TextRow
export type Value<R extends Row> =
  R extends ChoiceRow<infer Name> ? Name : R extends SwitchRow ? boolean : R extends TextRow ? string : number

/** The largest count that a setting may have. */
export const maximumCount = 2 ** 31 - 1

export type Values<Table extends Record<string, Row>> = { readonly [Name in keyof Table]: Value<Table[Name]> }
export function defaults<Table extends Record<string, Row>>(table: Table): Values<Table> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row.default])) as Values<Table>
}

/** `batchSize` -> `--batch-size`; a switch that is on by default has the flag that turns it off. */
export function flag(name: string, row: Row): string {
  const kebab = name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  return row.kind === 'switch' && row.default ? `--no-${kebab}` : `--${kebab}`
}

/**
 * The value a flag's text stands for.
 *
 * @throws LstmError 'usage' when the text is not a value of this row
 */
export function parseSetting(name: string, row: Row, text: string): number | string {
  const value = row.kind === 'choice' || row.kind === 'text' ? text : parseNumber(text)
  if (!isValue(row, value)) {
    throw new LstmError('usage', `${flag(name, row)} wants ${wanted(row)}, not '${text}'`, {
      hint: "see 'lstm train --help'",
    })
  }
  return value as number | string
}

/** What a value of this row is, for help and errors: 'a whole number of at least 1'. */
export function wanted(row: Row): string {
  switch (row.kind) {
    case 'choice':
      return `one of ${row.choices.join(', ')}`
    case 'text':
      return row.wanted
    case 'switch':
      return 'true or false'
    case 'integer': {
      const range =
        row.maximum === undefined ? `of at least ${row.minimum}` : `from ${row.minimum} to ${row.maximum}`
      return `a whole number ${row.maximum === maximumCount ? `of at least ${row.minimum}` : range}${row.special === undefined ? '' : ` (or ${row.special})`}`
    }
    case 'number': {
      if (row.maximum !== undefined) return `a number between ${row.minimum} and ${row.maximum}`
      return row.open ? `a number greater than ${row.minimum}` : `a number of at least ${row.minimum}`
    }
  }
}

/** Whether a setting of this row can have this value. */
export function isValue(row: Row, value: unknown): boolean {
  switch (row.kind) {
    case 'choice':
      return (row.choices as readonly unknown[]).includes(value)
    case 'text':
      return typeof value === 'string' && row.pattern.test(value)
    case 'switch':
      return typeof value === 'boolean'
    case 'integer':
      return Number.isInteger(value) && (value === row.special || isInRange(row, value as number))
    case 'number':
      return Number.isFinite(value) && isInRange(row, value as number)
  }
}

function isInRange(row: IntegerRow | NumberRow, value: number): boolean {
  const { minimum, maximum = Number.POSITIVE_INFINITY } = row
  const open = row.kind === 'number' && row.open
  return open ? value > minimum && value < maximum : value >= minimum && value <= maximum
}

/** Decimal notation with an optional exponent; anything else ('', '12abc', '0x10', ' 1') is not a number. */
function parseNumber(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
}

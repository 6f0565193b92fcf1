/** The rows that settings are declared in: what a value may be, its flag, its words in the help. */
import { LstmError } from '../errors.ts'

/** Under which heading of the help a flag stands. */
export type Group = 'data' | 'model' | 'training' | 'running' | 'limits' | 'experiment'

/** What a search may try: some values, or a range, of which the logarithm is drawn evenly or the value itself. */
export type Searched =
  | { readonly of: readonly (number | boolean | string)[] }
  | { readonly from: number; readonly to: number; readonly scale: 'linear' | 'log' }

interface CommonRow {
  /** None: under commander's own heading. */
  readonly group?: Group
  /** What it does, in a clause that the help text and the README show. */
  readonly help: string
  /** The official script's name of it, where it has one. */
  readonly official?: string
  /** May differ when a training is resumed, because it does not change what an update does. */
  readonly resumable?: true
  /** Undefined where a search leaves it as it is. */
  readonly searched?: Searched
  /** The values of other settings with which alone it does anything; beside others its flag is refused. */
  readonly appliesTo?: Readonly<Record<string, readonly string[]>>
  /** It says how something is done where it is done: given alone it does not ask for it. */
  readonly passive?: true
}

/** What a number may be. */
export interface IntegerRange {
  readonly kind: 'integer'
  readonly minimum: number
  readonly maximum?: number
  /** A value outside the range with a meaning of its own. */
  readonly special?: number
}

export interface NumberRange {
  readonly kind: 'number'
  readonly minimum: number
  readonly maximum?: number
  /** True when the minimum (and the maximum) itself is not allowed. */
  readonly open?: true
}

export interface IntegerRow extends CommonRow, IntegerRange {
  readonly default: number
}

export interface NumberRow extends CommonRow, NumberRange {
  readonly default: number
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
interface TextRow extends CommonRow {
  readonly kind: 'text'
  readonly default: string
  readonly pattern: RegExp
  /** What fits the pattern, for help and errors: 'accuracy, or f1:LABEL'. */
  readonly wanted: string
}

export type Row = IntegerRow | NumberRow | SwitchRow | ChoiceRow | TextRow
type Value<R extends Row> =
  R extends ChoiceRow<infer Name> ? Name : R extends SwitchRow ? boolean : R extends TextRow ? string : number

/** The largest count that a setting may have. */
export const maximumCount = 2 ** 31 - 1

export type Values<Table extends Record<string, Row>> = { readonly [Name in keyof Table]: Value<Table[Name]> }
/** The rows that may differ when a training is resumed. */
export type ResumableName<Table extends Record<string, Row>> = {
  [Name in keyof Table]: Table[Name] extends { readonly resumable: true } ? Name : never
}[keyof Table]

export function defaults<Table extends Record<string, Row>>(table: Table): Values<Table> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, row.default])) as Values<Table>
}

/** Those of the values that have one of these names, in this order; what is undefined is left out. */
export function given<All extends object, Name extends keyof All>(
  values: All,
  names: readonly Name[],
): { [Each in Name]?: Exclude<All[Each], undefined> } {
  const found = names.filter(name => values[name] !== undefined).map(name => [name, values[name]])
  return Object.fromEntries(found)
}

/** `batchSize` -> `--batch-size` */
export function flag(name: string): string {
  return `--${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

/**
 * The value a flag's text stands for.
 *
 * @throws LstmError 'usage' when the text is not a value of this row
 */
export function parseSetting(name: string, row: Row, text: string): number | string {
  if (row.kind === 'integer' || row.kind === 'number') return parseNumber(flag(name), row, text)
  if (isValue(row, text)) return text
  throw new LstmError('usage', `${flag(name)} wants ${wanted(row)}, not '${text}'`)
}

/**
 * The settings among a command's options, whose flags give texts, checked; only those that were given.
 *
 * @throws LstmError 'usage' for a value that is none
 */
export function givenSettings(
  table: Readonly<Record<string, Row>>,
  options: object,
): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(options))
  const given: Record<string, unknown> = {}
  for (const [name, row] of Object.entries(table)) {
    const value = values.get(name)
    if (value === undefined) continue
    given[name] = row.kind === 'switch' ? value : parseSetting(name, row, String(value))
  }
  return given
}

/**
 * The number a flag's text stands for: decimal digits with an optional exponent. '', '12abc', '0x10' and ' 1' are none.
 *
 * @param flag as the user knows it, for the error
 * @throws LstmError 'usage' when the text is not a number in this range
 */
export function parseNumber(flag: string, range: IntegerRange | NumberRange, text: string): number {
  const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
  if (isValue(range, value)) return value
  throw new LstmError('usage', `${flag} wants ${wanted(range)}, not '${text}'`)
}

/** What a setting is called where the user wrote it: `flag`, or the name itself. */
export type Naming = (setting: string) => string

/**
 * @param why as a sentence that names the flag
 * @throws LstmError 'usage' for the first of these options that is given; a switch that is off is not
 */
export function refuseGiven<Name extends string>(
  options: { readonly [Each in Name]?: unknown },
  names: readonly Name[],
  why: (flag: string) => string,
  hint?: string,
): void {
  const name = names.find(name => options[name] !== undefined && options[name] !== false)
  if (name !== undefined) throw new LstmError('usage', why(flag(name)), hint === undefined ? {} : { hint })
}

/**
 * Refuses more than one of these options.
 *
 * @returns the one that was given
 * @throws LstmError 'usage'
 */
export function refuseTogether<Name extends string>(
  options: { readonly [Each in Name]?: unknown },
  names: readonly Name[],
  nameOf: Naming,
): Name | undefined {
  const [first, second] = names.filter(name => options[name] !== undefined)
  if (first !== undefined && second !== undefined)
    throw new LstmError('usage', `${nameOf(first)} does not go with ${nameOf(second)}`)
  return first
}

/** A setting with a value: '--no-network', 'network false', '--optimizer sgd or adam'. */
export function saidValues(name: string, values: readonly string[], nameOf: Naming): string {
  const said = nameOf(name)
  const isSwitch = said.startsWith('--') && values.length === 1 && ['true', 'false'].includes(values[0]!)
  if (!isSwitch) return `${said} ${values.join(' or ')}`
  return values[0] === 'true' ? said : said.replace('--', '--no-')
}

/** Whether a setting does something beside these values of the others. */
export function acts({ appliesTo = {} }: Row, values: object): boolean {
  const held = new Map<string, unknown>(Object.entries(values))
  return Object.entries(appliesTo).every(([beside, wanted]) => wanted.includes(String(held.get(beside))))
}

/** The same settings, with the default of each that does nothing beside the others: they are the same training by the same values. */
export function withoutIdle<Settings extends object>(
  table: Readonly<Record<keyof Settings, Row>>,
  values: Settings,
): Settings {
  const rows = Object.entries<Row>(table).filter(([, row]) => !acts(row, values))
  return { ...values, ...Object.fromEntries(rows.map(([name, row]) => [name, row.default])) }
}

/**
 * No setting is passed over: one that does something only beside others has to stand beside those.
 *
 * @param given what the user asked for
 * @param values all that holds then
 * @throws LstmError 'usage' naming the first of `given` that would do nothing
 */
export function refuseIdle(
  table: Readonly<Record<string, Row>>,
  given: object,
  values: object,
  nameOf: Naming,
): void {
  const held = new Map<string, unknown>(Object.entries(values))
  for (const [name, { appliesTo = {} }] of Object.entries(table).filter(([name]) => name in given)) {
    for (const [besides, wanted] of Object.entries(appliesTo)) {
      const value = String(held.get(besides))
      if (wanted.includes(value)) continue
      // Chosen by the texts or by a preset, it is nothing that the user has said.
      const holds = besides in given ? '' : ', which holds here'
      const message = `${nameOf(name)} does nothing with ${saidValues(besides, [value], nameOf)}${holds}`
      throw new LstmError('usage', message, { hint: `it is for ${saidValues(besides, wanted, nameOf)}` })
    }
  }
}

/**
 * The values that a program gives for rows of a table, checked; what is undefined, or of no row, is left out.
 *
 * @throws LstmError 'usage' with the message of the flag, naming the setting as it was written
 */
export function checkedSettings<Table extends Record<string, Row>>(
  table: Table,
  given: object,
): Partial<Values<Table>> {
  const values = Object.entries(given).filter(
    ([name, value]) => value !== undefined && Object.hasOwn(table, name),
  )
  for (const [name, value] of values) {
    if (isValue(table[name]!, value)) continue
    throw new LstmError('usage', `${name} wants ${wanted(table[name]!)}, not '${String(value)}'`)
  }
  return Object.fromEntries(values) as Partial<Values<Table>>
}

/** A setting's sentence, for the help and the API: 'texts in a training minibatch (default: 16; official: batch_size)' */
export function settingSentence(row: Row): string {
  const standard = row.kind === 'switch' ? (row.default ? 'on' : 'off') : row.default
  const official = row.official === undefined ? '' : `; official: ${row.official}`
  return `${row.help} (default: ${standard}${official})`
}

/** What a value of this row is, for help and errors: 'a whole number of at least 1'. */
export function wanted(row: Row | IntegerRange | NumberRange): string {
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
export function isValue(row: Row | IntegerRange | NumberRange, value: unknown): boolean {
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

function isInRange(row: IntegerRange | NumberRange, value: number): boolean {
  const { minimum, maximum = Number.POSITIVE_INFINITY } = row
  const open = row.kind === 'number' && row.open
  return open ? value > minimum && value < maximum : value >= minimum && value <= maximum
}

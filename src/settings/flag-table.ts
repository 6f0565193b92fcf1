/** Flags, declared once: a row of a table is the flag, its help, and the type of what it gives. */
import { flag, type Group, type IntegerRange, type NumberRange, type Row, settingSentence } from './table.ts'

/** A flag of which there is more to say than its help. */
export interface FlagRow {
  readonly help: string
  readonly choices?: readonly string[]
  /** As `choices`, but only told, for help and completion: it is who reads the value that refuses others. */
  readonly told?: readonly string[]
  /** None: that of the table, or commander's own. */
  readonly group?: Group
  /** What holds where it is not given. */
  readonly usual?: unknown
  /** It is a number of these. */
  readonly range?: IntegerRange | NumberRange
  /** @param before what the same flag gave before, where it is given again */
  readonly parse?: (text: string, before?: never) => unknown
  readonly required?: true
  /** The help does not show it. */
  readonly hidden?: true
  /** Of a switch that says two things: what its other form says. */
  readonly off?: string
}

/**
 * By the flags as the help shows them: '--out <path>' has a value, '--svg [file]' may have one, '--cell <name...>' several. Without
 * any it is a switch, on by itself where it is shown as '--no-cascade'.
 */
export type Flags = Readonly<Record<`--${string}`, string | FlagRow>>

/** What the help says of the form of a setting that switches it off. */
export const without = 'without that'

/** The flags of settings. None has a usual value, so that a given flag can be told from a default. */
export function settingFlags(table: Readonly<Record<string, Row>>): Flags {
  const flags = Object.entries(table).map(([name, row]): [string, FlagRow] => [
    flag(name) + valueNames[row.kind],
    {
      help: settingSentence(row),
      off: without,
      ...(row.group && { group: row.group }),
      ...(row.kind === 'choice' && { told: row.choices }),
    },
  ])
  return Object.fromEntries(flags)
}

/** What stands for a flag's value in the help. */
const valueNames = {
  integer: ' <n>',
  number: ' <n>',
  choice: ' <name>',
  text: ' <value>',
  switch: '',
} as const satisfies Record<Row['kind'], string>

/** What commander gives a command for the flags of a table. */
export type Given<Table extends Flags> = Partial<Values<Table, Exclude<keyof Table, SureOf<Table>>>> &
  Values<Table, SureOf<Table>>

type Values<Table extends Flags, Forms extends keyof Table> = {
  readonly [Form in Forms & string as NameOf<Form>]: ValueOf<Form, Table[Form]>
}

/** Of these flags, those that always have a value. */
type SureOf<Table extends Flags> = {
  [Form in keyof Table]: Table[Form] extends Sure ? Form : never
}[keyof Table]

type Sure = { readonly required: true } | { readonly usual: unknown }

/** '--no-skip-bad', '--skip-bad <x>' -> 'skipBad' */
type NameOf<Form> = Form extends `--no-${infer Rest}`
  ? NameOf<`--${Rest}`>
  : Form extends `--${infer Name} ${string}`
    ? CamelCase<Name>
    : Form extends `--${infer Name}`
      ? CamelCase<Name>
      : never

type CamelCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name

type ValueOf<Form, Row> = Row extends { readonly parse: (...given: never) => infer Value }
  ? Value
  : Row extends { readonly range: unknown }
    ? number
    : Form extends `${string}...${string}`
      ? readonly TextOf<Row>[]
      : Form extends `${string} [${string}`
        ? TextOf<Row> | true
        : Form extends `${string} <${string}`
          ? TextOf<Row>
          : boolean

type TextOf<Row> = Row extends { readonly choices: readonly (infer Choice)[] } ? Choice : string

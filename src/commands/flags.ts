/** Flags of commands, declared once: a row of a table is the flag, its help, and the type of what it gives. */
import { type Command, Option } from 'commander'
import { type IntegerRange, type NumberRange, parseNumber } from '../settings/table.ts'

/** A flag of which there is more to say than its help. */
interface FlagRow {
  readonly help: string
  readonly choices?: readonly string[]
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

/** Of `--format`, where JSON is the other one. */
export const textOrJson = { help: 'output', choices: ['text', 'json'], usual: 'text' } as const

/** Adds the flags of these rows, in their order. */
export function addFlags(command: Command, table: Flags): Command {
  for (const [form, said] of Object.entries(table)) {
    const row: FlagRow = typeof said === 'string' ? { help: said } : said
    if (/[<[]/.test(form)) command.addOption(withValue(form, row))
    else for (const option of bothForms(form, row)) command.addOption(option)
  }
  return command
}

/** So that whatever turned a switch on, a preset or an alias, can be overruled. It is undefined where neither was given. */
function bothForms(shown: string, { help, off }: FlagRow): Option[] {
  const forms = switchForms(shown.replace('--no-', '--'), help, off ?? help)
  return forms.map(option => option.hideHelp(off === undefined && option.long !== shown))
}

/** The positive form first: commander then gives the option no default. */
export function switchForms(name: string, on: string, off: string): [on: Option, off: Option] {
  return [new Option(name, on), new Option(name.replace('--', '--no-'), off)]
}

function withValue(form: string, { help, choices, usual, range, parse, required, hidden }: FlagRow): Option {
  const option = new Option(form, help).default(usual).hideHelp(hidden === true)
  if (choices) option.choices(choices)
  if (range) option.argParser(text => parseNumber(option.long!, range, text))
  if (parse) option.argParser(parse as (text: string, before: unknown) => unknown)
  return option.makeOptionMandatory(required === true)
}

/** What commander gives a command for the flags of a table. */
export type Given<Table extends Flags> = {
  readonly [Form in keyof Table & string as Table[Form] extends Sure ? never : NameOf<Form>]?: ValueOf<
    Form,
    Table[Form]
  >
} & {
  readonly [Form in keyof Table & string as Table[Form] extends Sure ? NameOf<Form> : never]: ValueOf<
    Form,
    Table[Form]
  >
}

/** A flag that always has a value. */
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

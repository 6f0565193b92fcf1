import { LstmError } from '../errors.ts'
import { counted, grouped, verb } from '../wording.ts'

/** How a source is to be read, as far as the user says it; what is left out is found from its contents. */
export interface Reading {
  /** Name of the text column, or its number from 1. */
  readonly textColumn?: string | undefined
  /** Name of the label column, or its number from 1. */
  readonly labelColumn?: string | undefined
  /** Name of the column that says how much a text counts in training, or its number from 1. */
  readonly weightColumn?: string | undefined
  /** A name that TextDecoder knows; undefined: UTF-8. A byte order mark is heeded in any case. */
  readonly encoding?: string | undefined
  /** One character. */
  readonly delimiter?: string | undefined
  /** Whether the first row holds the names of the columns. */
  readonly header?: boolean | undefined
  /** false: double quotes are text. */
  readonly quotes?: boolean | undefined
  /** What stands before a double quote inside quotes. */
  readonly escape?: '"' | '\\' | undefined
  /** Which files of a folder, as a pattern for their paths inside it. */
  readonly glob?: string | undefined
  /** Rows that cannot be used are left out instead of being an error. */
  readonly skipBad?: boolean | undefined
  /**
   * How a model's training texts were read: columns that are taken where they are present and no other is chosen, before those of the
   * usual names, and labels that are read as other ones where nobody says which.
   */
  readonly known?: Partial<ReadColumns & { readonly mergeLabels: string }> | undefined
}

/** The columns of a table that were read, by their names. */
export interface ReadColumns {
  readonly text: string
  readonly label: string
}

export type ReadingFlag = Exclude<keyof Reading, 'known'>

/** What the user says, as it is said on the command line. */
const flagNames: Readonly<Record<ReadingFlag, string>> = {
  textColumn: '--text-column',
  labelColumn: '--label-column',
  weightColumn: '--weight-column',
  encoding: '--encoding',
  delimiter: '--delimiter',
  header: '--header',
  quotes: '--quotes',
  escape: '--escape',
  glob: '--glob',
  skipBad: '--skip-bad',
}

/**
 * Refuses what would be ignored.
 *
 * @param used what the formats that are read have a use for
 * @param what names them
 * @throws LstmError 'usage'
 */
export function requireUsed(reading: Reading, used: readonly ReadingFlag[], what: string): void {
  const flags = Object.keys(flagNames) as ReadingFlag[]
  const unused = flags.find(flag => reading[flag] !== undefined && !used.includes(flag))
  if (unused === undefined) return
  const name = reading[unused] === false ? flagNames[unused].replace('--', '--no-') : flagNames[unused]
  throw new LstmError('usage', `${name} does not go with ${what}`, {
    hint: 'leave it out, or name another format',
  })
}

/** Told while a source is read, so that nothing is guessed, left out or passed over in silence. */
export interface Talk {
  /** What was found or is left out: one line that begins with the source's name. */
  notice(line: string): void
  /** A row that is left out because of `skipBad`, and why. */
  skipped(problem: LstmError): void
}

/** One row of a table: a line of CSV, a JSON object, a row of Parquet. */
export interface SourceRow {
  /** Where it stands, as messages name it: 'reviews.csv:12'. */
  readonly place: string
  /** The share of the source that is read, in [0, 1]; 0 where its size is not known. */
  readonly share: number
  /** The names of its values, in the order of the source. Rows without names have 'column 1', 'column 2', ... */
  readonly columns: readonly string[]
  /** As many: texts; in JSON and Parquet any value that JSON has (numbers that JavaScript would change as texts of their digits). */
  readonly values: readonly unknown[]
}

/** What can be used, or why it cannot. */
export type Usable<T> = T | LstmError

/**
 * What can be used of what a source holds.
 *
 * @throws LstmError the first problem, unless bad rows are to be left out
 */
export async function* usable<T>(
  items: AsyncIterable<Usable<T>>,
  { skipBad }: Pick<Reading, 'skipBad'>,
  talk: Talk,
): AsyncGenerator<T> {
  for await (const item of items) {
    if (!(item instanceof LstmError)) yield item
    else if (skipBad) talk.skipped(item)
    else throw item
  }
}

/** Rows left out that are named one by one. */
const namedRows = 10

/** Collects what is said while sources are read, and says it on. */
export class NoticeLog implements Talk {
  readonly #lines: string[] = []
  readonly #say: (line: string) => void
  #skipped = 0
  /** Of these, rows with bytes that are no text in the encoding that is read. */
  #undecoded = 0

  constructor(say: (line: string) => void = () => {}) {
    this.#say = say
  }

  notice(line: string): void {
    this.#lines.push(line)
    this.#say(line)
  }

  skipped({ message, encoding }: LstmError): void {
    if (encoding) this.#undecoded++
    if (++this.#skipped <= namedRows) this.notice(`${message}: left out`)
  }

  /** Adds how many rows were left out. @returns all lines */
  finish(): readonly string[] {
    if (this.#skipped > 0) {
      const shown = this.#skipped > namedRows ? `, the first ${namedRows} of them above` : ''
      this.notice(
        `${counted(this.#skipped, 'row')} ${verb(this.#skipped, 'are')} left out (--skip-bad)${shown}`,
      )
      if (this.#undecoded > namedRows) {
        this.notice(
          `${grouped(this.#undecoded)} of them have bytes that are no text in this encoding: --encoding windows-1252, or what else they are, reads them`,
        )
      }
    }
    return this.#lines
  }
}

/** For readings of which nobody wants to know more than the first error. */
export const silent: Talk = { notice() {}, skipped() {} }

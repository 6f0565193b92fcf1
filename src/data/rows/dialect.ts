/** How a file of delimited values is written, found from its first lines. */
import { LstmError } from '../../errors.ts'
import { DelimitedParser, type DelimitedRow, type Dialect } from '../../formats/delimited.ts'
import type { Reading } from '../reading.ts'

interface FoundDialect extends Dialect {
  /** The first rows, read so; at most 200. */
  readonly rows: readonly (readonly string[])[]
  /** What is not as the name of the format says: for the user to know. */
  readonly remarks: readonly string[]
}

const delimiters = [',', ';', '\t', '|'] as const
const rowsToLookAt = 200

/**
 * @param text the beginning of the text
 * @param whole whether it is all of it
 * @param usual the delimiter that the format is named for
 */
export function findDialect(text: string, whole: boolean, usual: ',' | '\t', reading: Reading): FoundDialect {
  // The line with which Excel names the delimiter.
  const named = /^sep=(.)[\r\n]/i.exec(text)?.[1]
  const rowEnd = !text.includes('\n') && /\r[^\n]/.test(text) ? '\r' : '\n'
  const told = reading.delimiter ?? named
  const candidates = told === undefined ? [usual, ...delimiters.filter(each => each !== usual)] : [told]
  const escapes = reading.escape
    ? [reading.escape]
    : text.includes('\\"')
      ? (['"', '\\'] as const)
      : (['"'] as const)

  const quotes = reading.quotes ?? true
  const trials = candidates.flatMap(delimiter =>
    escapes.map(escaping =>
      tried(text, whole, {
        delimiter,
        escape: escaping,
        quotes,
        rowEnd,
        preamble: named === undefined ? 0 : 1,
      }),
    ),
  )
  // Of those that divide the first row, the one with the fewest problems; of equals, the first.
  const dividing = trials.filter(({ width }) => width > 1)
  const best = (dividing.length > 0 ? dividing : trials).reduce((a, b) => (b.problems < a.problems ? b : a))
  const { dialect, rows } = best
  return { ...dialect, rows, remarks: remarks(dialect, usual, reading) }
}

interface Trial {
  readonly dialect: Dialect
  readonly rows: readonly (readonly string[])[]
  /** Values in the first row. */
  readonly width: number
  /** The share of rows that are not as the first one, or whose quotes make no pairs. */
  readonly problems: number
}

function tried(text: string, whole: boolean, dialect: Dialect): Trial {
  const parser = new DelimitedParser(dialect, '')
  const rows: (readonly string[])[] = []
  let problems = 0
  const look = (found: Iterable<DelimitedRow | LstmError>) => {
    for (const row of found) {
      if (row instanceof LstmError) {
        problems++
        continue
      }
      const { values } = row
      rows.push(values)
      if (values.length !== rows[0]!.length || (dialect.quotes && values.some(value => /^"./.test(value))))
        problems++
      if (rows.length === rowsToLookAt) return
    }
  }
  look(parser.push(text))
  if (whole && rows.length < rowsToLookAt) look(parser.end())
  return { dialect, rows, width: rows[0]?.length ?? 0, problems: problems / Math.max(1, rows.length) }
}

function remarks(dialect: Dialect, usual: string, reading: Reading): string[] {
  const found: string[] = []
  if (reading.delimiter === undefined && dialect.delimiter !== usual) {
    found.push(`values are divided by ${shown(dialect.delimiter)} (--delimiter says otherwise)`)
  }
  if (reading.escape === undefined && dialect.escape === '\\') {
    found.push(`\\" is read as a quote inside quotes (--escape '"' says otherwise)`)
  }
  if (dialect.rowEnd === '\r') found.push('rows end in carriage returns')
  return found
}

function shown(delimiter: string): string {
  return delimiter === '\t' ? 'tabs' : `'${delimiter}'`
}

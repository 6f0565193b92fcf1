import { likelyName, named } from '../data/rows/columns.ts'
import { findDialect } from '../data/rows/dialect.ts'
import { LstmError } from '../errors.ts'
import { DelimitedParser } from '../formats/delimited.ts'
import { listed } from '../printable.ts'
import { counted } from '../wording.ts'
import type { TextAnswer } from './answers.ts'
import type { ServiceLimits } from './limits.ts'
import { Problem } from './problem.ts'

/** What of a body is looked at to find how it is written. */
const sampleLength = 1 << 18

/**
 * The texts of a CSV body whose first row names the columns.
 *
 * @param column undefined: that of the texts that the model was trained on, one of a usual name, or the only one
 * @throws Problem 400 for a row that is no row, or a column that there is not; 413 for more than the limits
 */
export function csvTexts(body: string, { column, trainedOn }: TextColumn, limits: ServiceLimits): string[] {
  const dialect = findDialect(body.slice(0, sampleLength), body.length <= sampleLength, ',', {})
  const parser = new DelimitedParser(dialect, 'the body')
  const texts: string[] = []
  let header: { readonly width: number; readonly place: number } | undefined
  for (const row of [...parser.push(body), ...parser.end()]) {
    if (row instanceof LstmError) throw new Problem(400, 'csv', row.message, { hint: row.hint })
    if (header === undefined) {
      header = { width: row.values.length, place: placeOf(row.values, { column, trainedOn }) }
      continue
    }
    // Of a text with a comma and no quotes only the beginning would be answered.
    if (row.values.length !== header.width) {
      const values = counted(row.values.length, 'value')
      throw new Problem(400, 'csv', `line ${row.line}: ${values}, but the first row has ${header.width}`, {
        hint: 'put values that hold the delimiter or a line break in double quotes',
      })
    }
    const text = row.values[header.place]!
    if (text.length > limits.maxText) {
      throw new Problem(
        413,
        'too-large',
        `line ${row.line}: a text may have ${counted(limits.maxText, 'character')} at most`,
      )
    }
    texts.push(text)
    if (texts.length > limits.maxTexts) {
      throw new Problem(413, 'too-large', `a table may have ${counted(limits.maxTexts, 'text')} at most`, {
        hint: 'JSON Lines may have any number of them',
      })
    }
  }
  if (texts.length === 0)
    throw new Problem(400, 'csv', 'the table has no rows below the names of its columns')
  return texts
}

/** Which column holds the texts, as far as it is known. */
interface TextColumn {
  /** As it was asked for. */
  readonly column: string | undefined
  /** As it was called where the model was trained. */
  readonly trainedOn: string | undefined
}

function placeOf(names: readonly string[], { column, trainedOn }: TextColumn): number {
  const name = column === undefined ? likelyName(names, 'text', trainedOn) : named(names, column)
  if (name === undefined && column === undefined && names.length === 1) return 0
  if (name === undefined) {
    const wanted = column === undefined ? 'of a text' : 'of this name'
    throw new Problem(400, 'csv', `there is no column ${wanted}; the columns are ${listed(names)}`, {
      hint: 'name it in the query: ?column=…',
    })
  }
  const place = names.indexOf(name)
  if (names.indexOf(name, place + 1) < 0) return place
  throw new Problem(400, 'csv', 'two columns have the name of that of the texts')
}

/** label,probability,text */
export function csvAnswers(texts: readonly string[], answers: readonly TextAnswer[]): string {
  const rows = answers.map(
    ({ label, probability }, n) => `${field(label)},${probability},${field(texts[n]!)}`,
  )
  return `${['label,probability,text', ...rows].join('\n')}\n`
}

function field(value: string): string {
  return /["\r\n,]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

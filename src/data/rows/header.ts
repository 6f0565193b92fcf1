/** Which columns of a file of delimited values are read, and whether its first row names them. */
import { LstmError } from '../../errors.ts'
import { listed } from '../../printable.ts'
import { wrongBytesIn } from '../input/encoding.ts'
import type { Reading } from '../reading.ts'
import { headerHint, numberHint } from './column-hint.ts'
import { type Columns, findColumns, isNumber, likelyName, named, type Wanted } from './columns.ts'

export interface Header {
  /** Whether the first row is one; otherwise it is a row like the others. */
  readonly present: boolean
  /** Distinct; columns without a name are 'column 1', 'column 2', ... */
  readonly names: readonly string[]
  readonly chosen: Columns
  /** What was found and not said, for the user to know. */
  readonly remarks: readonly string[]
}

/**
 * @param rows the first rows, at least one
 * @param place of the first row, for errors
 * @throws LstmError 'data' when the columns are neither named nor chosen, or two have one name
 */
export function findHeader(
  rows: readonly (readonly string[])[],
  reading: Reading,
  wanted: Wanted,
  place: string,
): Header {
  const first = rows[0]!
  const numbers = first.map((_, i) => `column ${i + 1}`)
  const names = first.map((name, i) => (name.trim() === '' ? numbers[i]! : name))
  const told = reading.textColumn !== undefined || reading.labelColumn !== undefined
  const guessed = told ? undefined : guess(rows, wanted)
  const choice = guessed ?? reading
  const numbered = isNumber(choice.textColumn ?? '') || isNumber(choice.labelColumn ?? '')

  if (reading.header ?? (namesIn(names, reading, wanted) || !numbered)) {
    const wrong = wrongBytesIn(names.join(), place)
    if (wrong) throw wrong
    const chosen = findColumns(names, reading, wanted, place, headerHint(rows, names, reading, wanted))
    requireDistinct(names, place)
    return { present: true, names, chosen, remarks: [] }
  }
  const chosen = findColumns(numbers, choice, wanted, place, numberHint(rows, reading, wanted))
  const said = reading.header === false && !guessed
  const what = Object.entries(chosen)
    .filter(([, column]) => column !== undefined)
    .map(([role, column], i) => `${column} ${i === 0 ? 'is ' : ''}the ${role}`)
    .join(', ')
  const remark = `read as rows without a header: ${what} (--text-column, --label-column, --header say otherwise)`
  return { present: false, names: numbers, chosen, remarks: said ? [] : [remark] }
}

/**
 * Whether the first row has the names that are looked for. Where columns are chosen by number alone, one usual name shows that it
 * holds names; a number that stands in it does not.
 */
function namesIn(
  names: readonly string[],
  { textColumn, labelColumn, known }: Reading,
  wanted: Wanted,
): boolean {
  const chosen = [textColumn, labelColumn].filter(column => column !== undefined)
  const byName = chosen.filter(column => !isNumber(column))
  if (byName.length > 0) return byName.every(column => named(names, column) !== undefined)
  const text = likelyName(names, 'text', known?.text) !== undefined
  const label = likelyName(names, 'label', known?.label) !== undefined
  if (chosen.length > 0) return text || label
  return (text || wanted === 'label') && (label || wanted === 'text')
}

/**
 * Text and label of two columns without names, where only one way is possible: the label of the first row is that of other rows as
 * well, which no name of a column would be, and there are fewer labels than texts.
 */
function guess(
  rows: readonly (readonly string[])[],
  wanted: Wanted,
): Pick<Reading, 'textColumn' | 'labelColumn'> | undefined {
  const [first, ...others] = rows
  if (wanted !== 'text and label' || first!.length !== 2 || others.length < 3) return undefined
  const distinct = [0, 1].map(column => new Set(rows.map(values => values[column])).size)
  const mayBeLabel = (column: number) =>
    first![column]!.trim() !== '' &&
    others.some(values => values[column] === first![column]) &&
    distinct[column]! <= rows.length / 2 &&
    distinct[column]! < distinct[1 - column]!
  const label = mayBeLabel(0) ? 0 : mayBeLabel(1) ? 1 : undefined
  if (label === undefined) return undefined
  return { textColumn: String(2 - label), labelColumn: String(label + 1) }
}

/** Of two columns with one name it could not be said which is meant. */
function requireDistinct(names: readonly string[], place: string): void {
  const seen = new Set<string>()
  const twice = names.find(name => seen.size === seen.add(name).size)
  if (twice === undefined) return
  throw new LstmError('data', `${place}: two columns are called '${listed([twice])}'`, {
    hint: 'give each a name of its own',
  })
}

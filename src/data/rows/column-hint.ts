/** What to do where columns are neither named as usual nor chosen: flags with the columns that the rows speak for, to be copied. */
import { printable } from '../../printable.ts'
import { shellWord } from '../../wording.ts'
import type { Reading } from '../reading.ts'
import { isNumber, likelyName, named, type Wanted } from './columns.ts'

type Role = 'text' | 'label'

/** A longer name is rather a text than a name: it is not proposed. */
const longestProposed = 40

/** Fewer rows say nothing of their columns. */
const fewestRows = 4

/** More rows say no more. */
export const rowsToJudge = 5000

/** How many times as long as any other a column of texts is. */
const byFar = 2

/**
 * Both ways, since it is not known whether the first row has names.
 *
 * @param rows the first rows, at least one
 * @param names what the first row has as names
 */
export function headerHint(
  rows: readonly (readonly string[])[],
  names: readonly string[],
  reading: Reading,
  wanted: Wanted,
): string {
  const { textColumn, labelColumn, known } = reading
  const find = (role: Role, chosen: string | undefined) =>
    chosen === undefined ? likelyName(names, role, known?.[role]) : named(names, chosen)
  const found = { text: find('text', textColumn), label: find('label', labelColumn) }
  const taken = rolesOf(wanted).flatMap(role => found[role] ?? [])
  const others = names.filter(name => !taken.includes(name))
  const looks = looksOf(rows.slice(1))
  const proposed = (role: Role) => {
    if (names.length === 2 && wanted === 'text and label' && others.length === 1) return others[0]!
    const look = names[looks[role] ?? -1]
    return look !== undefined && others.includes(look) ? look : ''
  }
  const { weightColumn } = reading
  const hasWeight =
    weightColumn === undefined || named(names, weightColumn) !== undefined || isNumber(weightColumn)
  const byName = [
    ...rolesOf(wanted)
      .filter(role => found[role] === undefined)
      .map(role => `--${role}-column ${typable(proposed(role))}`),
    ...(hasWeight ? [] : ['--weight-column NAME']),
  ].join(' ')
  return `where the first line names the columns, choose with ${byName}; where it is a row like the others, with --no-header ${byNumber(rows, reading, wanted)}`
}

/** Where the first row is known to be one like the others. */
export function numberHint(rows: readonly (readonly string[])[], reading: Reading, wanted: Wanted): string {
  return `choose columns by their numbers: ${byNumber(rows, reading, wanted)}`
}

function byNumber(
  rows: readonly (readonly string[])[],
  { textColumn, labelColumn, weightColumn }: Reading,
  wanted: Wanted,
): string {
  const chosen = { text: textColumn, label: labelColumn }
  const looks = looksOf(rows.slice(1))
  const numberOf = (role: Role) => {
    if (isNumber(chosen[role] ?? '')) return chosen[role]
    const look = looks[role]
    return look === undefined ? 'N' : String(look + 1)
  }
  return [
    ...rolesOf(wanted).map(role => `--${role}-column ${numberOf(role)}`),
    ...(weightColumn === undefined ? [] : [`--weight-column ${isNumber(weightColumn) ? weightColumn : 'N'}`]),
  ].join(' ')
}

function rolesOf(wanted: Wanted): readonly Role[] {
  return wanted === 'text and label' ? ['text', 'label'] : [wanted]
}

/** More different values than this are hardly labels; and more numbers, dates or times than that are none. */
const mostLabels = { of: 200, numbers: 20 }

/**
 * Which column, from 0, is by far the longest, and which single other one has a few values that stand there again and again, in every
 * row.
 *
 * @param rows without the names of the columns
 */
export function looksOf(rows: readonly (readonly string[])[]): Readonly<Partial<Record<Role, number>>> {
  if (rows.length < fewestRows) return {}
  const columns = rows[0]!.map((_, i) => rows.map(values => values[i] ?? ''))
  const lengths = columns.map(values => values.reduce((sum, { length }) => sum + length, 0))
  const longest = lengths.findIndex((length, i) =>
    lengths.every((other, j) => j === i || length >= byFar * other),
  )
  const [label, ...more] = columns.flatMap((values, i) => (i !== longest && repeats(values) ? [i] : []))
  const one = more.length === 0 && label !== undefined && !columns[label]!.includes('') ? label : undefined
  const text = longest >= 0 ? longest : columns.length === 2 && one !== undefined ? 1 - one : undefined
  return { ...(text !== undefined && { text }), ...(one !== undefined && { label: one }) }
}

function repeats(values: readonly string[]): boolean {
  const distinct = new Set(values.filter(value => value !== ''))
  const most = [...distinct].every(isCounted) ? mostLabels.numbers : mostLabels.of
  return distinct.size >= 2 && distinct.size <= Math.min(most, values.length / 2)
}

/** Whether it is a number, a date or a time. */
function isCounted(value: string): boolean {
  return /^[-+]?\d[\d\s.,:/TZ+-]*$/.test(value)
}

function typable(name: string): string {
  return name !== '' && name.length <= longestProposed && printable(name) === name ? shellWord(name) : 'NAME'
}

import { LstmError } from '../../errors.ts'
import { listed } from '../../printable.ts'
import type { Reading } from '../reading.ts'

/** The usual names of the two columns; of several that are present, the first listed is taken. */
const usualNames = {
  text: ['review', 'text', 'sentence', 'content', 'comment', 'message', 'body', 'tweet', 'document'],
  label: ['sentiment', 'label', 'class', 'rating', 'category', 'target', 'polarity', 'stars', 'score'],
} as const

type Role = keyof typeof usualNames

/** What is wanted of a table: a text to classify, a label, or both. */
export type Wanted = 'text' | 'label' | 'text and label'

/** The names of the columns that are read. */
export interface Columns {
  /** Undefined where no text is wanted. */
  readonly text: string | undefined
  /** Undefined where no label is wanted. */
  readonly label: string | undefined
  /** Undefined where none is named: no name of a column tells that it holds weights. */
  readonly weight: string | undefined
}

/**
 * The names of the text and the label column among those there are; upper and lower case count as the same, and a number that is no
 * name counts the columns from 1.
 *
 * @param names distinct
 * @param place where the names stand, for errors
 * @param hint what to do when one is missing
 * @throws LstmError 'data' when a chosen column is not there, or no usual name is
 */
export function findColumns(
  names: readonly string[],
  { textColumn, labelColumn, weightColumn, known = {} }: Reading,
  wanted: Wanted,
  place: string,
  hint?: string,
): Columns {
  return {
    text:
      wanted === 'label'
        ? undefined
        : findColumn(names, 'text', { chosen: textColumn, known: known.text }, place, hint),
    label:
      wanted === 'text'
        ? undefined
        : findColumn(names, 'label', { chosen: labelColumn, known: known.label }, place, hint),
    weight: weightColumn === undefined ? undefined : chosenColumn(names, weightColumn, 'weight', place, hint),
  }
}

function findColumn(
  names: readonly string[],
  role: Role,
  { chosen, known }: { readonly chosen: string | undefined; readonly known: string | undefined },
  place: string,
  hint = `choose it with --${role}-column NAME`,
): string {
  if (chosen !== undefined) return chosenColumn(names, chosen, role, place, hint)
  const found = likelyName(names, role, known)
  if (found !== undefined) return found
  throw new LstmError('data', `${place}: no ${role} column; the columns are ${listed(names)}`, { hint })
}

/** The column that the user names. @throws LstmError 'data' when it is not there */
function chosenColumn(
  names: readonly string[],
  chosen: string,
  role: Role | 'weight',
  place: string,
  hint = `choose it with --${role}-column NAME`,
): string {
  const found = named(names, chosen) ?? numbered(names, chosen)
  if (found !== undefined) return found
  throw new LstmError('data', `${place}: no column '${chosen}'; the columns are ${listed(names)}`, { hint })
}

/** The column of this name, the exact spelling first. */
export function named(names: readonly string[], wanted: string): string | undefined {
  const same = (name: string) => name.trim().toLowerCase() === wanted.trim().toLowerCase()
  return names.includes(wanted) ? wanted : names.find(same)
}

/** The column of this number, from 1. */
function numbered(names: readonly string[], wanted: string): string | undefined {
  return isNumber(wanted) ? names[Number(wanted) - 1] : undefined
}

export function isNumber(column: string): boolean {
  return /^[1-9]\d{0,4}$/.test(column)
}

/** The column that is known to have its role, or has one of the usual names. */
export function likelyName(
  names: readonly string[],
  role: Role,
  known: string | undefined,
): string | undefined {
  for (const wanted of [...(known === undefined ? [] : [known]), ...usualNames[role]]) {
    const found = named(names, wanted)
    if (found !== undefined) return found
  }
  return undefined
}

/** Columns that have a usual name as well, and are not read: a line for each role that was found by its name alone. */
export function passedOver(
  names: readonly string[],
  { textColumn, labelColumn, known }: Reading,
  chosen: Columns,
): string[] {
  const told = { text: textColumn, label: labelColumn }
  return (['text', 'label'] as const).flatMap(role => {
    const column = chosen[role]
    if (column === undefined || told[role] !== undefined || column === named(names, known?.[role] ?? ''))
      return []
    const usual = usualNames[role] as readonly string[]
    const others = names.filter(
      name =>
        name !== column &&
        name !== chosen.text &&
        name !== chosen.label &&
        usual.includes(name.trim().toLowerCase()),
    )
    if (others.length === 0) return []
    return [
      `${role} column ${quoted(column)}, and not ${others.map(quoted).join(' or ')} (--${role}-column says otherwise)`,
    ]
  })
}

/** The column of labels that `lstm predict` gave, which has their probability beside it; undefined where the answers stand beside labels. */
export function answeredLabels(
  names: readonly string[],
  { labelColumn, known }: Pick<Reading, 'labelColumn' | 'known'>,
): string | undefined {
  const has = (name: string) => named(names, name) !== undefined
  if (labelColumn !== undefined || !has('probability')) return undefined
  if (has('correct') || has('predicted') || has('predicted_label')) return undefined
  const label = likelyName(names, 'label', known?.label)
  return label !== undefined && label === named(names, 'label') ? label : undefined
}

function quoted(name: string): string {
  return `'${listed([name])}'`
}

import { LstmError } from '../../errors.ts'
import type { ColumnChoice } from './reader.ts'

/** The usual names of the two columns; of several that are present, the first listed is taken. */
const usualNames = {
  text: ['review', 'text', 'sentence', 'content', 'comment', 'message', 'body', 'tweet', 'document'],
  label: ['sentiment', 'label', 'class', 'rating', 'category', 'target', 'polarity', 'stars', 'score'],
} as const

export interface Columns {
  readonly text: string
  readonly label: string
}

/**
 * The names of the text and the label column among those there are; upper and lower case count as the same.
 *
 * @param place where the names stand, for errors
 * @throws LstmError 'data' when a chosen column is not there, or no usual name is
 */
export function findColumns(
  names: readonly string[],
  { textColumn, labelColumn }: ColumnChoice,
  place: string,
): Columns {
  return {
    text: findColumn(names, 'text', textColumn, place, '--text-column'),
    label: findColumn(names, 'label', labelColumn, place, '--label-column'),
  }
}

/** As `findColumns`, for input without labels, whose flag is `--column`. */
export function findTextColumn(names: readonly string[], chosen: string | undefined, place: string): string {
  return findColumn(names, 'text', chosen, place, '--column')
}

function findColumn(
  names: readonly string[],
  role: 'text' | 'label',
  chosen: string | undefined,
  place: string,
  flag: string,
): string {
  if (chosen !== undefined && names.includes(chosen)) return chosen
  for (const wanted of chosen === undefined ? usualNames[role] : [chosen]) {
    const found = names.find(name => name.trim().toLowerCase() === wanted.trim().toLowerCase())
    if (found !== undefined) return found
  }
  const missing = chosen === undefined ? `no ${role} column` : `no column '${chosen}'`
  throw new LstmError('data', `${place}: ${missing}; the columns are ${listed(names)}`, {
    hint: `choose it with ${flag} NAME`,
  })
}

/** The names on one line of bounded length: a file without a header row has whole texts in their place. */
export function listed(names: readonly string[]): string {
  const short = names
    .slice(0, 20)
    .map(name => (name.length > 40 ? `${name.slice(0, 40)}...` : name).replace(/\s+/g, ' '))
  return [...short, ...(names.length > short.length ? ['...'] : [])].join(', ')
}

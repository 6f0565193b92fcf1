/** Numbers as people read them, on a terminal and on the page of a report; and words as a shell reads them. */

/** '12.3 %' */
export function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)} %`
}

/** An interval of shares in percent: '[11.9, 12.8]' */
export function percentInterval([lower, upper]: readonly [number, number], digits = 1): string {
  return `[${(100 * lower).toFixed(digits)}, ${(100 * upper).toFixed(digits)}]`
}

/** '25,000'; three digits of a fraction at most. */
export function grouped(count: number): string {
  // Not by toLocaleString: it loads the tables of all languages first, which takes longer than to classify a text.
  const [whole = '', ...fraction] = String(Number(count.toFixed(3))).split('.')
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.')
}

/** 1 -> '1 text', 25000 -> '25,000 texts'. @param many where that is not the noun with an s */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** '850 B', '48.3 KB', '13.7 MB', '120 MB': a thousand of each make one of the next. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000
  return `${unit > 0 && size < 99.95 ? size.toFixed(1) : size.toFixed(0)} ${units[unit]}`
}

/** '45 s', '3 min', '2.5 h'; '-' for no end. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-'
  if (seconds < 90) return `${Math.max(0, Math.ceil(seconds))} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** '1,200 of 25,000'; of a noun '1 of 20 texts', '1 of 1 text' */
export function partOf(part: number, whole: number, noun?: string): string {
  return `${grouped(part)} of ${noun === undefined ? grouped(whole) : counted(whole, noun)}`
}

const verbsOfOne: Readonly<Record<string, string>> = { have: 'has', are: 'is', were: 'was' }

/** The verb after a count: 2, 'have' -> 'have'; 1, 'have' -> 'has'; 1, 'end' -> 'ends' */
export function verb(count: number, ofMany: string): string {
  return count === 1 ? (verbsOfOne[ofMany] ?? `${ofMany}s`) : ofMany
}

/** '1 of 20 texts has no token' */
export function withoutToken(texts: number, all: number): string {
  return `${partOf(texts, all, 'text')} ${verb(texts, 'have')} no token`
}

/** What messages call data that is named so: `-` is stdin, all else is as it was named. */
export function dataName(data: string): string {
  return data === '-' ? 'stdin' : data
}

/** What was given where something else was wanted: 'null', 'a number', 'an object' */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return `${value}`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** A word of a command to type, in quotes where a shell (POSIX) would take it for something else: `'my models'`. */
export function shellWord(word: string): string {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** The rows of a table as lines, each column as wide as its widest cell: the first to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const [first = 0, ...others] = widths
  return rows.map(([name = '', ...cells]) =>
    [name.padEnd(first), ...cells.map((cell, i) => cell.padStart(others[i]!))].join('  ').trimEnd(),
  )
}

/** '4.2 s', '16 s'; a time that has passed already is 0 s. */
export function inSeconds(time: number): string {
  return `${time < 10 ? Math.max(0, time).toFixed(1) : Math.round(time)} s`
}

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

/** 1 -> '1 text', 25000 -> '25,000 texts' */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** '850 B', '48.3 KB', '13.7 MB', '120 MB': a thousand of each make one of the next. */
export function byteSize(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000
  return `${unit > 0 && size < 99.95 ? size.toFixed(1) : size.toFixed(0)} ${units[unit]}`
}

/** '1,200 of 25,000' */
export function partOf(part: number, whole: number): string {
  return `${grouped(part)} of ${grouped(whole)}`
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

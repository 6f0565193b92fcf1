/** What the library says, without the flags of the command line that it names in brackets. */
export function withoutFlags(line: string): string {
  return line.replace(/ \((?:[^()]*\s)?--\w[^()]*\)/g, '')
}

/** Whether it is all about flags, of which a page has none. */
export function namesFlags(line: string): boolean {
  return /(^|\s)--\w/.test(line)
}

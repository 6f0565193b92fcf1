/** The dictionaries by which texts without blanks are divided into words: those of this JavaScript engine, 'ICU 77.1'. */
export function segmenterName(): string {
  // A browser does not tell.
  return `ICU ${globalThis.process?.versions.icu ?? 'of unknown version'}`
}

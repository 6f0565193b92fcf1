/** Rows whose text stands where the label belongs, and the label where the text belongs. */
import { type Finding, finding, type TextAt } from './finding.ts'

/** Texts from which on a label is one, and below which it may be a text. */
const fewest = 5
/** Labels are no longer than this. */
const longest = 100

/** Told row by row, since a label may first be seen behind the rows that have it as their text. */
export class SwappedColumns {
  readonly #sizes = new Map<string, number>()
  /** Of labels that are rare so far, the rows whose texts may be labels. */
  readonly #rare = new Map<string, { readonly index: number; readonly text: string }[]>()

  add(index: number, text: string, label: string): void {
    const size = (this.#sizes.get(label) ?? 0) + 1
    this.#sizes.set(label, size)
    if (size === fewest) this.#rare.delete(label)
    if (size >= fewest || text.length > longest) return
    const rows = this.#rare.get(label)
    if (rows) rows.push({ index, text: text.trim() })
    else this.#rare.set(label, [{ index, text: text.trim() }])
  }

  findings(): Finding[] {
    const rows = [...this.#rare.values()]
      .flat()
      .filter(({ text }) => (this.#sizes.get(text) ?? 0) >= fewest)
      .map(({ index }): TextAt => ({ split: 'train', index }))
    return finding(
      'unreadable',
      'warning',
      rows.sort((a, b) => a.index - b.index),
      texts =>
        `${texts === 1 ? 'the text of 1 row is' : `the texts of ${texts} rows are`} a label, and the label is none that others have: are text and label swapped?`,
    )
  }
}

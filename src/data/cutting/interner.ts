/** Gives each distinct string a number, from 0 by first appearance. */
export class Interner {
  readonly names: string[] = []
  readonly #ids = new Map<string, number>()

  has(name: string): boolean {
    return this.#ids.has(name)
  }

  id(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const own = detached(name)
    this.#ids.set(own, this.names.length)
    return this.names.push(own) - 1
  }
}

/** The same string in memory of its own: a piece cut out of a text keeps the whole text in memory (V8's sliced strings). */
function detached(piece: string): string {
  return JSON.parse(JSON.stringify(piece))
}

/** Gives each distinct string a number, from 0 by first appearance, and finds it by its letters wherever these stand. */
export class Interner {
  readonly names: string[] = []
  /** [2 * capacity]: a name's hash, and one more than its number, 0 where there is none; at the next free place from its hash on. */
  #places = new Int32Array(2 * leastPlaces)
  #mask = leastPlaces - 1
  /** Odd, and not to be guessed: so nobody can write texts whose words all come to one place. No number depends on it. */
  readonly #multiplier = ((Math.random() * 2 ** 29) << 3) | 5

  has(name: string): boolean {
    return this.#places[2 * this.#placeOf(name, 0, name.length, this.#hash(name, 0, name.length)) + 1] !== 0
  }

  id(name: string): number {
    return this.idAt(name, 0, name.length)
  }

  /** The number of the string at text[start..end), of which none is made where it is known. */
  idAt(text: string, start: number, end: number): number {
    const hash = this.#hash(text, start, end)
    const place = this.#placeOf(text, start, end, hash)
    const known = this.#places[2 * place + 1]!
    return known > 0 ? known - 1 : this.#add(detached(text.slice(start, end)), hash, place)
  }

  /** Forgets all names. */
  clear(): void {
    this.names.length = 0
    this.#places.fill(0)
  }

  #hash(text: string, start: number, end: number): number {
    let hash = end - start
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), this.#multiplier)
    return hash ^ (hash >>> 15)
  }

  /** Where it stands, or would. */
  #placeOf(text: string, start: number, end: number, hash: number): number {
    const places = this.#places
    for (let place = hash & this.#mask; ; place = (place + 1) & this.#mask) {
      const known = places[2 * place + 1]!
      if (known === 0) return place
      if (places[2 * place] === hash && isAt(text, start, end, this.names[known - 1]!)) return place
    }
  }

  #add(name: string, hash: number, place: number): number {
    const count = this.names.push(name)
    this.#places[2 * place] = hash
    this.#places[2 * place + 1] = count
    if (2 * count > this.#mask) this.#grow()
    return count - 1
  }

  #grow(): void {
    const before = this.#places
    this.#places = new Int32Array(2 * before.length)
    this.#mask = before.length - 1
    for (let at = 0; at < before.length; at += 2) {
      if (before[at + 1] === 0) continue
      let place = before[at]! & this.#mask
      while (this.#places[2 * place + 1] !== 0) place = (place + 1) & this.#mask
      this.#places[2 * place] = before[at]!
      this.#places[2 * place + 1] = before[at + 1]!
    }
  }
}

/** A power of two. */
const leastPlaces = 1024

/** Whether the name stands at text[start..end). */
function isAt(text: string, start: number, end: number, name: string): boolean {
  if (name.length !== end - start) return false
  for (let at = 0; at < name.length; at++) {
    if (text.charCodeAt(start + at) !== name.charCodeAt(at)) return false
  }
  return true
}

/** The same string in memory of its own: a piece cut out of a text keeps the whole text in memory (V8's sliced strings). */
function detached(piece: string): string {
  return JSON.parse(JSON.stringify(piece))
}

import { LstmError, reason } from '../errors.ts'
import { printable } from '../printable.ts'
import { linesOf, longestText, tooLong } from './lines.ts'
import { peeked } from './peek.ts'

/** A JSON object as it stands in its source. */
export interface JsonText {
  readonly text: string
  /** Where it starts, from 1. */
  readonly line: number
}

/**
 * The texts of the objects of JSON Lines (one on each line, blank lines skipped) or of one JSON array, found by the first character.
 * They are not parsed here; `parseJsonObject` does.
 *
 * @param name of the input, for errors
 * @throws LstmError 'data' for an array that does not end, or is followed by something
 */
export async function* jsonObjects(pieces: AsyncIterable<string>, name: string): AsyncGenerator<JsonText> {
  const { first, all } = await peeked(pieces, texts => /\S/.test(texts.at(-1)!))
  if (/^\s*\[/.test(first.join(''))) return yield* arrayElements(all, name)
  for await (const { text, number } of linesOf(all, name)) if (/\S/.test(text)) yield { text, line: number }
}

/** What decides where an element of an array ends. */
const structure = /["\\[\]{},\n]/g

async function* arrayElements(pieces: AsyncIterable<string>, name: string): AsyncGenerator<JsonText> {
  let depth = 0
  let quoted = false
  let escaped = false
  let line = 1
  let startLine = 1
  let element = ''
  let ended = false

  for await (const piece of pieces) {
    if (piece === '') continue
    let start = 0
    let at = 0
    if (escaped) at = 1
    escaped = false
    for (;;) {
      structure.lastIndex = at
      const found = structure.exec(piece)
      if (!found) break
      at = found.index + 1
      const character = found[0]
      if (character === '\n') line++
      else if (quoted) {
        if (character === '"') quoted = false
        else if (character === '\\') escaped = ++at > piece.length
      } else if (character === '"') quoted = true
      else if (character === '[' || character === '{') {
        if (++depth === 1) {
          if (ended) throw afterArray(`${name}:${line}`)
          start = at
          startLine = line
        }
      } else if (character !== ',') depth--
      if (quoted || ended) continue
      if (depth === 0 ? character === ']' || character === '}' : depth === 1 && character === ',') {
        const text = element + piece.slice(start, found.index)
        element = ''
        start = at
        ended = depth === 0
        if (/\S/.test(text)) yield { text: text.trim(), line: startLine + leadingLines(text) }
        startLine = line
      }
    }
    if (ended && /\S/.test(piece.slice(start))) throw afterArray(`${name}:${line}`)
    if (depth > 0) element += piece.slice(start)
    if (element.length > longestText) throw tooLong(`${name}:${startLine}`)
  }
  if (!ended) throw new LstmError('data', `${name}:${line}: the JSON array does not end`, { hint })
}

function leadingLines(text: string): number {
  return (/^\s*/.exec(text)?.[0].split('\n').length ?? 1) - 1
}

function afterArray(place: string): LstmError {
  return new LstmError('data', `${place}: something stands after the JSON array`, { hint })
}

type JsonObject = Readonly<Record<string, unknown>>

const hint =
  'one object for each text is read, one a line or all in one array: {"text": "A fine film.", "label": "positive"}'

/**
 * The object that a text stands for. A number whose digits JavaScript would change, such as an integer beyond 2^53, is given as the
 * text of its digits.
 *
 * @throws LstmError 'data' that names `place` when the text is something else, or one key stands in it twice
 */
export function parseJsonObject(text: string, place: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(longNumber.test(text) ? withDigits(text) : text)
  } catch (error) {
    throw new LstmError('data', `${place}: not JSON (${reason(error)})`, { hint, cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new LstmError('data', `${place}: JSON, but not an object`, { hint })
  }
  // Of texts with many colons and of objects inside, there may be more of them than keys.
  const colons = text.match(/"\s*:/g)?.length ?? 0
  const twice = colons > Object.keys(value).length ? repeatedKey(text) : undefined
  if (twice !== undefined) {
    throw new LstmError('data', `${place}: the key '${printable(twice)}' stands twice in the object`, {
      hint: 'give each key once: which of its values is meant, nobody can tell',
    })
  }
  return value as JsonObject
}

/** A key that the object of a JSON text has more than once, of which JSON.parse keeps the last alone. */
function repeatedKey(json: string): string | undefined {
  const keys = new Set<string>()
  const next = /["[\]{}]/g
  let depth = 0
  for (let found = next.exec(json); found; found = next.exec(json)) {
    const [character] = found
    if (character === '"') {
      const from = found.index
      next.lastIndex = endOfString(json, next.lastIndex)
      if (depth > 1 || !/^\s*:/.test(json.slice(next.lastIndex, next.lastIndex + 1000))) continue
      const key = JSON.parse(json.slice(from, next.lastIndex))
      if (keys.has(key)) return key
      keys.add(key)
    } else if (character === '{' || character === '[') depth++
    else depth--
  }
  return undefined
}

/** May be a number that a float64 does not hold: 16 digits, or an exponent. */
const longNumber = /[\d.]{16}|\d[eE]/

/** JSON with those numbers in quotes that do not come back as they went in. */
function withDigits(json: string): string {
  const pieces: string[] = []
  const next = /"|-?\d[\d.]*(?:[eE][+-]?\d+)?/g
  let done = 0
  for (let found = next.exec(json); found; found = next.exec(json)) {
    const [piece] = found
    if (piece === '"') {
      next.lastIndex = endOfString(json, next.lastIndex)
    } else if (!survives(piece)) {
      pieces.push(json.slice(done, found.index), `"${piece}"`)
      done = next.lastIndex
    }
  }
  return [...pieces, json.slice(done)].join('')
}

/** Where the string ends whose characters begin at `from`; a pattern for it would need memory for each of them. */
function endOfString(json: string, from: number): number {
  for (let at = from; ; ) {
    const quote = json.indexOf('"', at)
    if (quote < 0) return json.length
    let backslashes = 0
    while (json[quote - 1 - backslashes] === '\\') backslashes++
    at = quote + 1
    if (backslashes % 2 === 0) return at
  }
}

/** Whether a float64 tells the number from any other that is written with as many digits. */
function survives(number: string): boolean {
  if (/^-?\d+$/.test(number)) return Number.isSafeInteger(Number(number))
  const digits = number
    .replace(/[eE].*/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
  return Number.isFinite(Number(number)) && digits.length <= 17
}

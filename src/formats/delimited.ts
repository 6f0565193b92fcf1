import { LstmError } from '../errors.ts'
import { longestText, tooLong } from './lines.ts'

/** How values are divided and quoted. */
export interface Dialect {
  /** One character. */
  readonly delimiter: string
  /** Whether a value that begins with a double quote is quoted. */
  readonly quotes: boolean
  /** What stands before a double quote inside quotes: another one (RFC 4180), or a backslash (then \\ is one, too). */
  readonly escape: '"' | '\\'
  /** A \r before \n is not part of a value. */
  readonly rowEnd: '\n' | '\r'
  /** Lines before the first row that are none. */
  readonly preamble: number
}

export interface DelimitedRow {
  readonly values: readonly string[]
  /** Where the row starts, from 1. */
  readonly line: number
}

/**
 * Rows of delimited values, from text that comes in pieces; blank lines are no rows. A quoted value may hold delimiters, line breaks
 * and escaped quotes. Quotes inside an unquoted value are characters like any other, and so are those of a value whose quotes make
 * no pair on its line; a value that has swallowed a line break by then is an error.
 */
export class DelimitedParser {
  readonly #dialect: Dialect
  readonly #name: string
  /** Ends an unquoted value. */
  readonly #end: RegExp
  /** Ends a stretch of quoted characters. */
  readonly #quotedEnd: RegExp
  #state: 'start' | 'plain' | 'quoted' | 'escaped' | 'closing' | 'returning' = 'start'
  #values: string[] = []
  /** The value so far as it stands in the text, quotes and escapes included. */
  #raw = ''
  #preamble: number
  #rowLine = 1
  #line = 1

  /** @param name of the input, for errors */
  constructor(dialect: Dialect, name: string) {
    this.#dialect = dialect
    this.#name = name
    this.#preamble = dialect.preamble
    this.#end = new RegExp(`[${escaped(dialect.delimiter)}${escaped(dialect.rowEnd)}]`, 'g')
    this.#quotedEnd = dialect.escape === '\\' ? /["\\]/g : /"/g
  }

  /** Where the row that is being read starts, from 1. */
  get line(): number {
    return this.#rowLine
  }

  /** The rows that end in this piece. @throws LstmError 'data' with the line of a row, after the rows before it */
  *push(piece: string): Generator<DelimitedRow> {
    let at = 0
    while (at < piece.length) {
      const character = piece[at]!
      switch (this.#state) {
        case 'start':
          this.#state = character === '"' && this.#dialect.quotes ? 'quoted' : 'plain'
          if (this.#state === 'quoted') at = this.#take(piece, at, at + 1)
          break
        case 'plain': {
          const end = next(this.#end, piece, at)
          at = this.#take(piece, at, end)
          if (end === piece.length) return
          at++
          if (this.#dialect.rowEnd === '\n' && piece[end] === '\n' && this.#raw.endsWith('\r')) {
            this.#raw = this.#raw.slice(0, -1)
          }
          const row = this.#endValue(this.#raw, piece[end]!)
          if (row) yield row
          break
        }
        case 'quoted': {
          const end = this.#endOfQuoted(piece, at)
          if (end < piece.length) this.#state = piece[end] === '"' ? 'closing' : 'escaped'
          at = this.#take(piece, at, Math.min(end + 1, piece.length))
          break
        }
        case 'escaped':
          this.#state = 'quoted'
          at = this.#take(piece, at, at + 1)
          break
        case 'closing':
          if (character === '"') {
            this.#state = 'quoted'
            at = this.#take(piece, at, at + 1)
          } else if (character === this.#dialect.delimiter || character === this.#dialect.rowEnd) {
            at++
            const row = this.#endValue(this.#unquoted(), character)
            if (row) yield row
          } else if (character === '\r') {
            this.#state = 'returning'
            at++
          } else {
            this.#readAsItStands()
          }
          break
        case 'returning':
          if (character === '\n') {
            at++
            const row = this.#endValue(this.#unquoted(), character)
            if (row) yield row
          } else {
            this.#raw += '\r'
            this.#readAsItStands()
          }
      }
    }
  }

  /** The last row, where the text does not end with the end of one. @throws LstmError 'data' when a quoted value is open */
  *end(): Generator<DelimitedRow> {
    if (this.#state === 'quoted' || this.#state === 'escaped')
      throw wrongQuotes(`${this.#name}:${this.#rowLine}`)
    if (this.#state === 'start' && this.#values.length === 0) return
    const plain = this.#state === 'plain' || this.#state === 'start'
    const value = plain ? this.#raw.replace(/\r$/, '') : this.#unquoted()
    const row = this.#endValue(value, this.#dialect.rowEnd)
    if (row) yield row
  }

  /** Where a quote or a backslash stands in the piece that the next piece or what follows it has to explain. */
  #endOfQuoted(piece: string, from: number): number {
    let end = next(this.#quotedEnd, piece, from)
    while (end + 1 < piece.length && (piece[end] === '\\' || piece[end + 1] === '"')) {
      end = next(this.#quotedEnd, piece, end + 2)
    }
    return end
  }

  /** Adds piece[start..end) to the value. */
  #take(piece: string, start: number, end: number): number {
    this.#raw += piece.slice(start, end)
    if (this.#raw.length > longestText) throw tooLong(`${this.#name}:${this.#rowLine}`)
    return end
  }

  /** The quotes that a value began with do not enclose it. */
  #readAsItStands(): void {
    if (this.#raw.includes(this.#dialect.rowEnd)) throw wrongQuotes(`${this.#name}:${this.#rowLine}`)
    this.#state = 'plain'
  }

  #unquoted(): string {
    const inside = this.#raw.slice(1, -1)
    return this.#dialect.escape === '\\'
      ? inside.replace(/\\(["\\])|"(")/g, (_, escaped?: string, doubled?: string) => escaped ?? doubled ?? '')
      : inside.replaceAll('""', '"')
  }

  #endValue(value: string, end: string): DelimitedRow | undefined {
    const quoted = this.#state === 'closing' || this.#state === 'returning'
    if (quoted) this.#line += count(this.#raw, this.#dialect.rowEnd)
    // In tab-separated text a quoted tab and line break are those of rows that an open quote has swallowed.
    if (quoted && this.#dialect.delimiter === '\t' && value.includes('\t') && value.includes('\n')) {
      throw wrongQuotes(`${this.#name}:${this.#rowLine}`)
    }
    this.#values.push(value)
    this.#raw = ''
    this.#state = 'start'
    if (end !== this.#dialect.rowEnd) return undefined
    const row = { values: this.#values, line: this.#rowLine }
    this.#values = []
    this.#rowLine = ++this.#line
    if (this.#preamble > 0) this.#preamble--
    else if (row.values.length > 1 || value !== '' || quoted) return row
    return undefined
  }
}

/** All rows of a text that comes in pieces. @throws LstmError 'data' as `DelimitedParser` does */
export async function* delimitedRows(
  pieces: AsyncIterable<string>,
  dialect: Dialect,
  name: string,
): AsyncGenerator<DelimitedRow> {
  const parser = new DelimitedParser(dialect, name)
  for await (const piece of pieces) yield* parser.push(piece)
  yield* parser.end()
}

function next(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(text)?.index ?? text.length
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function count(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++
  return found
}

function wrongQuotes(place: string): LstmError {
  return new LstmError('data', `${place}: the double quotes in this row make no pairs`, {
    hint: 'inside quotes they are doubled ("She said ""yes""."); --escape \'\\\' reads \\" too, --no-quotes takes all quotes as text',
  })
}

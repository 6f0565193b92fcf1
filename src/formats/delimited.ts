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
 *
 * An error stands in the place of its row, and takes with it the line on which the wrong value begins: whoever reads on gets what
 * the next line says by itself. No line is looked at more than three times, for between a quote that opens a value and the one that
 * turns out not to close it all quotes come in pairs, and of those none can open a value that a line does not close.
 */
export class DelimitedParser {
  readonly #dialect: Dialect
  readonly #name: string
  /** Ends an unquoted value. */
  readonly #end: RegExp
  /** Ends a stretch of quoted characters. */
  readonly #quotedEnd: RegExp
  #state: 'start' | 'plain' | 'quoted' | 'escaped' | 'closing' | 'returning' | 'lost' = 'start'
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

  /** The rows that end in this piece, and LstmErrors 'data' in the places of those that cannot be told. */
  *push(piece: string): Generator<DelimitedRow | LstmError> {
    let at = 0
    while (at < piece.length) {
      if (this.#raw.length > longestText) yield* this.#giveUp(tooLong(this.#place))
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
          yield* this.#endValue(this.#raw, piece[end]!)
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
            yield* this.#endValue(this.#unquoted(), character)
          } else if (character === '\r') {
            this.#state = 'returning'
            at++
          } else {
            yield* this.#readAsItStands()
          }
          break
        case 'returning':
          if (character === '\n') {
            at++
            yield* this.#endValue(this.#unquoted(), character)
          } else {
            this.#raw += '\r'
            yield* this.#readAsItStands()
          }
          break
        case 'lost': {
          const end = piece.indexOf(this.#dialect.rowEnd, at)
          if (end >= 0) this.#startLine()
          at = end < 0 ? piece.length : end + 1
        }
      }
    }
  }

  /** The last row, where the text does not end with the end of one; an LstmError 'data' where a quoted value is open. */
  *end(): Generator<DelimitedRow | LstmError> {
    while (this.#state === 'quoted' || this.#state === 'escaped') {
      yield* this.#giveUp(wrongQuotes(this.#place))
    }
    if (this.#state === 'lost' || (this.#state === 'start' && this.#values.length === 0)) return
    const plain = this.#state === 'plain' || this.#state === 'start'
    const value = plain ? this.#raw.replace(/\r$/, '') : this.#unquoted()
    yield* this.#endValue(value, this.#dialect.rowEnd)
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
    return end
  }

  /** The quotes that a value began with do not enclose it. */
  *#readAsItStands(): Generator<DelimitedRow | LstmError> {
    if (this.#raw.includes(this.#dialect.rowEnd)) yield* this.#giveUp(wrongQuotes(this.#place))
    else this.#state = 'plain'
  }

  /** Leaves out the row to the end of the line on which its last value begins, and reads on from there. */
  *#giveUp(problem: LstmError): Generator<DelimitedRow | LstmError> {
    yield problem
    const end = this.#raw.indexOf(this.#dialect.rowEnd)
    const rest = this.#raw.slice(end + 1)
    this.#raw = ''
    this.#values = []
    this.#state = 'lost'
    if (end < 0) return
    this.#startLine()
    yield* this.push(rest)
  }

  #startLine(): void {
    this.#state = 'start'
    this.#rowLine = ++this.#line
  }

  get #place(): string {
    return `${this.#name}:${this.#rowLine}`
  }

  #unquoted(): string {
    const inside = this.#raw.slice(1, -1)
    return this.#dialect.escape === '\\'
      ? inside.replace(/\\(["\\])|"(")/g, (_, escaped?: string, doubled?: string) => escaped ?? doubled ?? '')
      : inside.replaceAll('""', '"')
  }

  /** @param end what ends it: a delimiter, or the end of its row, which is given then */
  *#endValue(value: string, end: string): Generator<DelimitedRow | LstmError> {
    const quoted = this.#state === 'closing' || this.#state === 'returning'
    // In tab-separated text a quoted tab and line break are those of rows that an open quote has swallowed.
    if (quoted && this.#dialect.delimiter === '\t' && value.includes('\t') && value.includes('\n')) {
      this.#raw += end
      return yield* this.#giveUp(wrongQuotes(this.#place))
    }
    if (quoted) this.#line += count(this.#raw, this.#dialect.rowEnd)
    this.#values.push(value)
    this.#raw = ''
    this.#state = 'start'
    if (end !== this.#dialect.rowEnd) return
    const row = { values: this.#values, line: this.#rowLine }
    this.#values = []
    this.#startLine()
    if (this.#preamble > 0) this.#preamble--
    else if (row.values.length > 1 || value !== '' || quoted) yield row
  }
}

/** All rows of a text that comes in pieces, and LstmErrors 'data' in the places of those that cannot be told. */
export async function* delimitedRows(
  pieces: AsyncIterable<string>,
  dialect: Dialect,
  name: string,
): AsyncGenerator<DelimitedRow | LstmError> {
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
    hint: 'inside quotes they are doubled ("She said ""yes""."); --escape \'\\\' reads \\" too, --no-quotes takes all quotes as text, --skip-bad leaves such lines out',
  })
}

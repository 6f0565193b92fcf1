import { LstmError } from '../errors.ts'

/** Characters (UTF-16 units) that a line, a row or a value may have: more than any text, less than JavaScript's strings can. */
export const longestText = 1 << 28

export interface Line {
  /** Without its line break. */
  readonly text: string
  /** From 1. */
  readonly number: number
}

/**
 * The lines of a text, split at \n and nowhere else (not at U+2028 as readline does); a \r before it is not part of the line. A last
 * line without \n counts.
 *
 * @param name of the input, for errors
 * @throws LstmError 'data' for a line of more than 2^28 characters
 */
export async function* linesOf(pieces: AsyncIterable<string>, name: string): AsyncGenerator<Line> {
  let number = 0
  let open = ''
  const line = (text: string): Line => ({
    text: text.endsWith('\r') ? text.slice(0, -1) : text,
    number: ++number,
  })

  for await (const piece of pieces) {
    let start = 0
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      yield line(open + piece.slice(start, end))
      open = ''
      start = end + 1
    }
    open += piece.slice(start)
    if (open.length > longestText) throw tooLong(`${name}:${number + 1}`)
  }
  if (open !== '') yield line(open)
}

/** @param place of the line, row or value */
export function tooLong(place: string): LstmError {
  return new LstmError('data', `${place}: more than ${longestText} characters in one line or value`, {
    hint: 'is it text at all? Divide it, or leave it out',
  })
}

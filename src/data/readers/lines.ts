export interface Line {
  /** Without its line break. */
  readonly text: string
  /** From 1. */
  readonly number: number
  /** The bytes read so far, this line's included. */
  readonly bytes: number
}

/**
 * The lines of a UTF-8 stream, split at the byte \n and nowhere else (not at U+2028 as readline does); a \r before
 * it is not part of the line. Invalid bytes become U+FFFD, a byte order mark at the start is dropped, and a last
 * line without \n counts.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder()
  let number = 0
  let bytes = 0
  let open = ''
  const line = (text: string): Line => ({
    text: text.endsWith('\r') ? text.slice(0, -1) : text,
    number: ++number,
    bytes,
  })

  for await (const chunk of chunks) {
    bytes += chunk.length
    const [first = '', ...rest] = decoder.decode(chunk, { stream: true }).split('\n')
    open += first
    for (const next of rest) {
      yield line(open)
      open = next
    }
  }
  open += decoder.decode()
  if (open !== '') yield line(open)
}

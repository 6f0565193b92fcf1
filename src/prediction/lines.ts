/**
 * The lines of a byte stream, as one array for each chunk that completes any.
 *
 * Lines end at byte `\n` only (not at U+2028 or a lone `\r`); a `\r` before it is dropped, invalid UTF-8 becomes
 * U+FFFD, a byte order mark at the very start is skipped, and a last line without newline counts.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let isFirst = true
  const decode = (bytes: Buffer): string => {
    const text = bytes.toString('utf8', 0, bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length)
    const line = isFirst && text.startsWith('\ufeff') ? text.slice(1) : text
    isFirst = false
    return line
  }

  let unfinished: Buffer[] = []
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const lines: string[] = []
    let start = 0
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
      const piece = bytes.subarray(start, end)
      lines.push(decode(unfinished.length === 0 ? piece : Buffer.concat([...unfinished, piece])))
      unfinished = []
      start = end + 1
    }
    if (start < bytes.length) unfinished.push(bytes.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (unfinished.length > 0) yield [decode(Buffer.concat(unfinished))]
}

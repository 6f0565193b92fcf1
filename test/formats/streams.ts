/** Items in pieces of a size, as a slow source gives them. */
export async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

export async function* cutText(text: string, size: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += size) yield text.slice(start, start + size)
}

/** All pieces of a text, joined; what came before an error is in the error's place. */
export async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let all = ''
  try {
    for await (const piece of pieces) all += piece
  } catch (error) {
    return `${all}<${error instanceof Error ? error.message : error}>`
  }
  return all
}

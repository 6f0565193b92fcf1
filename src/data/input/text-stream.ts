import type { Reading } from '../reading.ts'
import { expandedFile } from './compression.ts'
import { decodedText } from './encoding.ts'
import type { Input } from './input.ts'

/** Bytes to be read once. What is read from the start to the end needs no more than this of an `Input`. */
export type ByteStream = Pick<Input, 'name' | 'bytes'> & { readonly size?: number }

export interface TextStream {
  readonly name: string
  readonly pieces: AsyncIterable<string>
  /** The share of the bytes that is read, in [0, 1]; 0 where their number is not known. */
  share(): number
}

/** The text of a source: expanded where it is compressed, decoded. */
export function textStream({ name, bytes, size }: ByteStream, { encoding, skipBad }: Reading): TextStream {
  let read = 0
  const counted = async function* () {
    for await (const chunk of bytes()) {
      read += chunk.length
      yield chunk
    }
  }
  return {
    name,
    pieces: decodedText(expandedFile(counted(), name), name, { encoding, marksWrong: skipBad }),
    share: () => (size ? read / size : 0),
  }
}

/** Bytes as numbers and texts, with what Node and browsers both have. */
import { joinedArrays } from '../joined-arrays.ts'

/** The same bytes as numbers. */
export function viewOf({ buffer, byteOffset, byteLength }: ArrayBufferView): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** The same bytes as bytes. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** The chunks one after the other, copied. */
export function concatenated(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinedArrays(Uint8Array, chunks)
}

/** A mark of byte order is a character as others are. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** What is no UTF-8 becomes U+FFFD. */
export function fromUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes)
}

export function toUtf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text))
}

/** Characters that a call of a function takes as arguments without trouble. */
const mostArguments = 4096

/** A character for each byte, U+0000 to U+00FF; what `TextDecoder` calls Latin-1 is another encoding. */
export function fromLatin1(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += mostArguments) {
    text += String.fromCharCode(...bytes.subarray(at, at + mostArguments))
  }
  return text
}

/** The inverse of `fromLatin1`; of other characters the last eight bits. */
export function toLatin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: text.length }, (_, n) => text.charCodeAt(n))
}

/** Where the characters, of Latin-1, first stand in the bytes, or -1. */
export function indexOf(bytes: Uint8Array, text: string): number {
  const wanted = toLatin1(text)
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (wanted.every((byte, n) => bytes[at + n] === byte)) return at
  }
  return -1
}

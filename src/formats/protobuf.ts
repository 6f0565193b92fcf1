/**
 * Fields of protocol buffer messages; a message is its fields, one after the other.
 *
 * Source: Protocol Buffers documentation, "Encoding".
 */

import { concatenated, toUtf8, viewOf } from './bytes.ts'

const wireTypes = { varint: 0, fixed64: 1, lengthDelimited: 2, fixed32: 5 } as const

/** @param value a whole number, 0..2^53-1 */
export function integerField(number: number, value: number): Uint8Array {
  return concatenated([key(number, 'varint'), varint(value)])
}

export function doubleField(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  viewOf(bytes).setFloat64(0, value, true)
  return concatenated([key(number, 'fixed64'), bytes])
}

/** Rounded to 32 bits. */
export function floatField(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  viewOf(bytes).setFloat32(0, value, true)
  return concatenated([key(number, 'fixed32'), bytes])
}

export function bytesField(number: number, value: Uint8Array): Uint8Array {
  return concatenated([key(number, 'lengthDelimited'), varint(value.length), value])
}

export function textField(number: number, value: string): Uint8Array {
  return bytesField(number, toUtf8(value))
}

export function messageField(number: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(number, concatenated(fields))
}

function key(number: number, type: keyof typeof wireTypes): Uint8Array {
  return varint(number * 8 + wireTypes[type])
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

/**
 * Fields of protocol buffer messages; a message is its fields, one after the other.
 *
 * Source: Protocol Buffers documentation, "Encoding".
 */

const wireTypes = { varint: 0, lengthDelimited: 2 } as const

/** @param value a whole number, 0..2^53-1 */
export function integerField(number: number, value: number): Buffer {
  return Buffer.concat([key(number, 'varint'), varint(value)])
}

export function bytesField(number: number, value: Uint8Array): Buffer {
  return Buffer.concat([key(number, 'lengthDelimited'), varint(value.length), value])
}

export function textField(number: number, value: string): Buffer {
  return bytesField(number, Buffer.from(value))
}

export function messageField(number: number, fields: readonly Uint8Array[]): Buffer {
  return bytesField(number, Buffer.concat(fields))
}

function key(number: number, type: keyof typeof wireTypes): Buffer {
  return varint(number * 8 + wireTypes[type])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80)
  bytes.push(rest)
  return Buffer.from(bytes)
}

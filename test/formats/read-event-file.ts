/** A reader of event files, written from the format's description and of nothing in src: what it reads is held against what was written. */

export interface ReadEvent {
  readonly time: number
  readonly step: number
  readonly version?: string
  readonly values: Readonly<Record<string, number>>
}

/** Bit by bit, without a table. */
export function slowCrc32c(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (const byte of bytes) {
    rest ^= byte
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0x82f63b78 : 0)
  }
  return ~rest >>> 0
}

/** @throws Error where a checksum is wrong or a record is torn */
export function readEventFile(bytes: Buffer): ReadEvent[] {
  const events: ReadEvent[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at))
    check(bytes.subarray(at, at + 8), bytes.readUInt32LE(at + 8))
    const message = bytes.subarray(at + 12, at + 12 + length)
    if (message.length !== length) throw new Error('torn')
    check(message, bytes.readUInt32LE(at + 12 + length))
    events.push(eventOf(message))
    at += 16 + length
  }
  return events
}

function check(bytes: Uint8Array, masked: number): void {
  const rotated = (BigInt(masked) - 0xa282ead8n + (1n << 32n)) % (1n << 32n)
  const sum = ((rotated << 15n) | (rotated >> 17n)) & 0xffffffffn
  if (Number(sum) !== slowCrc32c(bytes)) throw new Error('wrong checksum')
}

function eventOf(message: Buffer): ReadEvent {
  const fields = fieldsOf(message)
  const one = (number: number) => fields.find(field => field.number === number)?.bytes
  const summary = one(5)
  const values = summary ? fieldsOf(summary).map(({ bytes }) => fieldsOf(bytes)) : []
  return {
    time: one(1)!.readDoubleLE(),
    step: one(2)?.readDoubleLE() ?? 0,
    ...(one(3) && { version: one(3)!.toString() }),
    values: Object.fromEntries(
      values.map(value => [value[0]!.bytes.toString(), value[1]!.bytes.readFloatLE()]),
    ),
  }
}

/** Fields by number; a varint as the bytes of a double. */
function fieldsOf(message: Buffer): { number: number; bytes: Buffer }[] {
  const fields: { number: number; bytes: Buffer }[] = []
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]!
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const key = varint()
    const number = key >> 3
    if ((key & 7) === 0) {
      const bytes = Buffer.alloc(8)
      bytes.writeDoubleLE(varint())
      fields.push({ number, bytes })
      continue
    }
    const size = (key & 7) === 1 ? 8 : (key & 7) === 5 ? 4 : varint()
    fields.push({ number, bytes: message.subarray(at, at + size) })
    at += size
  }
  return fields
}

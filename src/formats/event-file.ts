/**
 * Event files of TensorBoard: records, each a message with scalars of one moment.
 *
 * Sources: tensorflow/core/lib/io/record_writer.h (the records and the mask of their checksums), tensorflow/core/util/event.proto and
 * tensorflow/core/framework/summary.proto (the numbers of the fields).
 */
import { concatenated, viewOf } from './bytes.ts'
import { crc32c } from './crc32.ts'
import { doubleField, floatField, integerField, messageField, textField } from './protobuf.ts'

/** What was measured at one moment. */
interface Scalars {
  /** Seconds since 1970. */
  readonly time: number
  /** The number on the curve's axis, here of the update: a whole one, from 0. */
  readonly step: number
  /** By their tags, 'error/validation'; what stands before the slash groups the curves. Kept in 32 bits. */
  readonly values: Readonly<Record<string, number>>
}

/** The record with which an event file has to begin. @param time seconds since 1970 */
export function firstEventRecord(time: number): Uint8Array {
  return record(concatenated([doubleField(1, time), textField(3, 'brain.Event:2')]))
}

export function scalarsRecord({ time, step, values }: Scalars): Uint8Array {
  const summary = Object.entries(values).map(([tag, value]) =>
    messageField(1, [textField(1, tag), floatField(2, value)]),
  )
  return record(concatenated([doubleField(1, time), integerField(2, step), messageField(5, summary)]))
}

/** The length in 64 bits and its checksum, then the message and its checksum; all little-endian. */
function record(message: Uint8Array): Uint8Array {
  const length = new Uint8Array(8)
  viewOf(length).setBigUint64(0, BigInt(message.length), true)
  return concatenated([length, maskedChecksum(length), message, maskedChecksum(message)])
}

/** Rotated right by 15 bits and moved on, so that a checksum over bytes that hold one is none itself. */
function maskedChecksum(bytes: Uint8Array): Uint8Array {
  const sum = crc32c(bytes)
  const masked = new Uint8Array(4)
  viewOf(masked).setUint32(0, ((sum >>> 15) | (sum << 17)) + 0xa282ead8, true)
  return masked
}

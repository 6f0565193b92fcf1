import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { LstmError, systemCode } from '../../errors.ts'
import { withHandle } from '../../files/atomic.ts'
import { fill } from '../../files/read-file.ts'

/** Bytes that can be read from the start as often as wanted: a file, or what came through stdin. */
export interface Input {
  /** As messages name it. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** All bytes in large pieces. */
  bytes(): AsyncIterable<Uint8Array>
  /** bytes [start, end), for formats that are not read from the start to the end */
  slice(start: number, end: number): Promise<Uint8Array>
}

/** @throws LstmError 'data' for a folder; else what the file system objects */
export async function fileInput(path: string): Promise<Input> {
  const found = await stat(path)
  if (found.isDirectory()) {
    throw new LstmError('data', `${path} is a folder`, { hint: 'name a file in it' })
  }
  const { size } = found
  return {
    name: path,
    size,
    bytes: () => createReadStream(path, { highWaterMark: 1 << 20 }),
    slice: async (start, end) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start))
      await withHandle(path, 'r', handle => fill(handle, bytes, start)).catch(error => {
        if (systemCode(error) !== undefined) throw error
        throw new LstmError('data', `${path} became shorter while it was read`, {
          hint: 'wait until it is written whole, and begin again',
          cause: error,
        })
      })
      return bytes
    },
  }
}

/** What is read more than once and has no place on the disk is kept in memory, up to this. */
const largestStream = 1 << 30

/** @throws LstmError 'data' for a stream of more than 1 GiB */
export async function memoryInput(chunks: AsyncIterable<Uint8Array>, name: string): Promise<Input> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    pieces.push(chunk)
    size += chunk.length
    if (size > largestStream) {
      throw new LstmError('data', `${name} holds more than 1 GiB`, {
        hint: 'write it to a file and name that',
      })
    }
  }
  const all = Buffer.concat(pieces, size)
  return {
    name,
    size,
    async *bytes() {
      for (let start = 0; start < size; start += 1 << 20) yield all.subarray(start, start + (1 << 20))
    },
    slice: async (start, end) => all.subarray(start, end),
  }
}

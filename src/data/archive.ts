/** Archives (.tar, .tar.gz, .tar.zst), read as a stream: nothing of them touches the disk unless it is extracted. */
import { createWriteStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extract, type Header } from 'tar-stream'
import { LstmError, reason } from '../errors.ts'
import { writing } from '../files/failure.ts'
import { makeFolder } from '../files/make-folder.ts'
import { expanded } from './input/compression.ts'
import { fileInput, type Input } from './input/input.ts'

interface ArchivedFile {
  /** With '/' on every system; it never leads out of the folder it is joined to. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** To be read before the next file is asked for, or left alone. */
  readonly contents: AsyncIterable<Uint8Array>
}

/**
 * The plain files of an archive, in its order.
 *
 * @param onBytes told the bytes of the archive that were read so far
 * @throws LstmError 'data' when the archive is cut or damaged, expands without end, or holds links or names that lead out of it
 */
export async function* archivedFiles(
  input: Pick<Input, 'name' | 'bytes'>,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<ArchivedFile> {
  const { name: path } = input
  const entries = extract()
  const reading = pipeline(Readable.from(expanded(watched(input.bytes(), onBytes))), entries)
  // Its failure reaches the loop below through `entries`, or the line after it.
  reading.catch(() => undefined)
  try {
    for await (const entry of entries) {
      const { name, type, size = 0 } = entry.header
      requireHarmless(name, type)
      if (type === 'file') yield { name, size, contents: withErrors(path, entry) }
      entry.resume()
    }
    await reading
  } catch (error) {
    throw unreadable(path, error)
  }
}

/**
 * Writes all files of an archive into a folder, under the names they have in it.
 *
 * @param onBytes told the bytes of the archive that were read so far
 * @throws LstmError 'data' as `archivedFiles` does, 'disk' where a file cannot be written; what was written by then stays
 */
export async function extractArchive(
  path: string,
  folder: string,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  let last: string | undefined
  for await (const { name, contents } of archivedFiles(await fileInput(path), onBytes)) {
    const target = join(folder, name)
    await writing(target, 'make room, or choose another folder with --out', async () => {
      if (dirname(target) !== last) await makeFolder(dirname(target))
      await pipeline(contents, createWriteStream(target))
    })
    last = dirname(target)
  }
}

async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of chunks) {
    read += chunk.length
    onBytes(read)
    yield chunk
  }
  if (read === 0) throw new Error('it is empty')
}

function requireHarmless(name: string, type: Header['type']): void {
  const shown = name.slice(0, 100).replace(/[^ -~]/g, '?')
  if (type !== 'file' && type !== 'directory') throw new Error(`${shown} is neither a file nor a folder`)
  if (/[\0\\]|^\/|^[a-z]:|(^|\/)\.\.(\/|$)/i.test(name)) throw new Error(`${shown} leads out of the archive`)
}

async function* withErrors(path: string, contents: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of contents) yield chunk as Uint8Array
  } catch (error) {
    throw unreadable(path, error)
  }
}

function unreadable(path: string, cause: unknown): LstmError {
  if (cause instanceof LstmError) return cause
  return new LstmError('data', `${path} is no readable archive: ${reason(cause)}`, {
    hint: "use another copy of the file, or get it again with 'lstm data imdb'",
    cause,
  })
}

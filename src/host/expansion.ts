/** How Node takes compression off. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import zlib from 'node:zlib'
import type { Expansion } from './host.ts'

export const gunzip: Expansion = chunks => through(chunks, zlib.createGunzip())

async function* through(
  chunks: AsyncIterable<Uint8Array>,
  transform: NodeJS.ReadWriteStream,
): AsyncGenerator<Uint8Array> {
  const running = pipeline(Readable.from(chunks), transform)
  // Its failure reaches the loop below, which reads from the end of it.
  running.catch(() => undefined)
  for await (const chunk of transform) yield chunk as unknown as Uint8Array
  await running
}

import { LstmError, reason } from '../../errors.ts'
import { concatenated } from '../../formats/bytes.ts'
import { beginsWith, mayBecome, peeked } from '../../formats/peek.ts'
import { boundedWindows } from '../../formats/zstd-windows.ts'
import { type Expansion, host } from '../../host/index.ts'

/** What compressed bytes may expand to: many times what texts do, far less than a bomb. */
const expansionLimit = (bytes: number) => 200 * bytes + (1 << 26)

/** The bytes of history that a zstd frame may want to look back on: what the command zstd allows without being asked. */
const largestWindow = 1 << 27

/** Why compressed bytes cannot be expanded; says nothing of where they lie. */
class CompressionError extends Error {}

/**
 * The bytes as they were before gzip or zstd, found by their first bytes; others as they are.
 *
 * @throws CompressionError when they are cut off, damaged, or expand to more than 200 times themselves and 64 MiB
 */
export async function* expanded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // A slow input is waited for only while its first bytes may be those of a method.
  const magics = methods.map(({ magic }) => magic)
  const { first, all } = await peeked(chunks, bytes => !mayBecome(concatenated(bytes), magics))
  const method = methods.find(({ magic }) => beginsWith(concatenated(first), magic))
  if (!method) return yield* all
  const budget = { read: 0, given: 0 }
  try {
    const expand = await method.expansion()
    for await (const chunk of expand(metered(all, budget))) {
      budget.given += chunk.length
      if (budget.given > expansionLimit(budget.read)) throw new CompressionError(bomb)
      yield chunk
    }
  } catch (error) {
    if (error instanceof CompressionError || (error instanceof Error && 'syscall' in error)) throw error
    throw new CompressionError(`its ${method.name} compression is cut off or damaged (${reason(error)})`, {
      cause: error,
    })
  }
}

/** The same. @param name of the input, for errors @throws LstmError 'data' */
export async function* expandedFile(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* expanded(chunks)
  } catch (error) {
    if (!(error instanceof CompressionError)) throw error
    throw new LstmError('data', `${name}: ${error.message}`, {
      hint: 'use another copy of the file',
      cause: error,
    })
  }
}

const bomb = 'it expands to more than texts do: over 200 times its size and 64 MiB'

interface Method {
  readonly name: string
  readonly magic: readonly number[]
  expansion(): Promise<Expansion>
}

const methods: readonly Method[] = [
  { name: 'gzip', magic: [0x1f, 0x8b, 0x08], expansion: () => host.gunzip() },
  {
    name: 'zstd',
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    expansion: async () => fromZstd,
  },
]

async function* metered(
  chunks: AsyncIterable<Uint8Array>,
  budget: { read: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    budget.read += chunk.length
    yield chunk
  }
}

/**
 * In plain JavaScript, on every host: what Node has from 22.15 on stops after the first of several frames, and takes one that is cut off
 * for whole. The checksum of a frame is not checked.
 */
async function* fromZstd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { Decompress } = await import('fzstd')
  const heedWindows = boundedWindows(largestWindow)
  let ready: Uint8Array[] = []
  let given = 0
  let read = 0
  const decompressor = new Decompress(chunk => {
    given += chunk.length
    // Here as well: one small piece of a bomb would fill the memory before it is handed on.
    if (given > expansionLimit(read)) throw new CompressionError(bomb)
    ready.push(chunk)
  })
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += 1 << 14) {
      const piece = chunk.subarray(start, start + (1 << 14))
      read += piece.length
      heedWindows(piece)
      decompressor.push(piece)
      yield* ready
      ready = []
    }
  }
  decompressor.push(new Uint8Array(), true)
  yield* ready
}

/**
 * Holds the frames of a zstd stream to a bound of the memory that they want, all of them, before a decompressor takes it: each says how
 * far back its blocks look, or, where it is one segment, how long its contents are. Source: RFC 8878, section 3.1.
 */

const [frameMagic, skippableMagic] = [0xfd2fb528, 0x184d2a50]

/** @returns is given the bytes of the stream as they come, in pieces of any length @throws Error, when called, for a larger window */
export function boundedWindows(most: number): (piece: Uint8Array) => void {
  const frames = windowsOf()
  let asked = frames.next()
  /** Those of the bytes asked for that have come. */
  let open: number[] = []
  let passed = 0
  return piece => {
    for (let at = 0; !asked.done; ) {
      const { read = 0, pass = 0, window = 0 } = asked.value
      if (window > most)
        throw new Error(
          `it wants ${Math.round(window / 2 ** 20)} MiB of memory, ${most / 2 ** 20} are allowed`,
        )
      const taken = Math.min(piece.length - at, read - open.length)
      open.push(...piece.subarray(at, at + taken))
      const passing = Math.min(piece.length - at - taken, pass - passed)
      at += taken + passing
      passed += passing
      if (open.length < read || passed < pass) return
      asked = frames.next(open)
      open = []
      passed = 0
    }
  }
}

/** Bytes to read, or to pass over; and windows as they are met. */
interface Step {
  readonly read?: number
  readonly pass?: number
  readonly window?: number
}

function* windowsOf(): Generator<Step, void, readonly number[]> {
  for (;;) {
    const magic = numberOf(yield { read: 4 })
    if (magic - (magic % 16) === skippableMagic) {
      yield { pass: numberOf(yield { read: 4 }) }
      continue
    }
    // What is no frame is for the decompressor to refuse.
    if (magic !== frameMagic) return
    const [descriptor = 0] = yield { read: 1 }
    const isOneSegment = ((descriptor >> 5) & 1) === 1
    const dictionary = [0, 1, 2, 4][descriptor & 3]!
    const size = [isOneSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!
    const [window = 0] = isOneSegment ? [] : yield { read: 1 }
    yield { pass: dictionary }
    const contents = numberOf(yield { read: size }) + (size === 2 ? 256 : 0)
    yield { window: isOneSegment ? contents : 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8) }
    for (let isLast = false; !isLast; ) {
      const block = numberOf(yield { read: 3 })
      isLast = (block & 1) === 1
      // A block of one byte again and again has that byte alone.
      yield { pass: ((block >> 1) & 3) === 1 ? 1 : block >> 3 }
    }
    yield { pass: descriptor & 4 }
  }
}

/** Little end first. */
function numberOf(bytes: readonly number[]): number {
  return bytes.reduceRight((sum, byte) => 256 * sum + byte, 0)
}

interface Peeked<T> {
  /** The first items; none when there are none. */
  readonly first: readonly T[]
  /** Whether they are all there are. */
  readonly whole: boolean
  /** The stream with them, to be read once. */
  readonly all: AsyncIterable<T>
}

/**
 * Looks at the beginning of a stream.
 *
 * @param enough whether these first items, at least one, tell what is to be known; a stream that ends sooner has no more
 */
export async function peeked<T>(
  stream: AsyncIterable<T>,
  enough: (first: readonly T[]) => boolean,
): Promise<Peeked<T>> {
  const source = stream[Symbol.asyncIterator]()
  const first: T[] = []
  while (first.length === 0 || !enough(first)) {
    const { done, value } = await source.next()
    if (done) return { first, whole: true, all: joined(first, source) }
    first.push(value)
  }
  return { first, whole: false, all: joined(first, source) }
}

async function* joined<T>(first: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield* first
    for (;;) {
      const { done, value } = await rest.next()
      if (done) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}

/** Whether these bytes may yet turn out to begin with one of the given ones, which are longer. */
export function mayBecome(start: Uint8Array, wanted: readonly (readonly number[])[]): boolean {
  return wanted.some(bytes => start.length < bytes.length && start.every((byte, i) => bytes[i] === byte))
}

export function beginsWith(start: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => start[i] === byte)
}

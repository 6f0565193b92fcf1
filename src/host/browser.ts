import type { Expansion, Host } from './host.ts'
import { Sha256 } from './sha256.ts'

/** The part of a page's, or a worker's, global object that is used here; Node's types do not have it. */
interface Page {
  readonly navigator: { readonly hardwareConcurrency?: number }
  readonly crossOriginIsolated?: boolean
  readonly Worker: new (url: URL, options: { type: 'module' }) => PageWorker
}

interface PageWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null
  onerror: ((event: { readonly message?: string; readonly error?: unknown }) => void) | null
  postMessage(value: unknown, moved: readonly ArrayBuffer[]): void
  terminate(): void
}

const page = globalThis as unknown as Page

/** Channels whose message is on its way: a browser may collect ports that nobody holds, and who waits for the message then waits for ever. */
const underWay = new Set<unknown>()

export const host: Host = {
  // Threads without a memory in common have nothing to compute together.
  cores: () => (host.sharesMemory() ? (page.navigator.hardwareConcurrency ?? 1) : 1),
  addressSpace: () => Number.POSITIVE_INFINITY,
  sharesMemory: () => page.crossOriginIsolated === true,

  /** A message comes in the next turn, where a timer would wait for 4 ms. */
  giveWay() {
    return new Promise(resolve => {
      const channel = new MessageChannel()
      const { port1, port2 } = channel
      underWay.add(channel)
      port1.addEventListener('message', () => {
        underWay.delete(channel)
        port1.close()
        resolve()
      })
      port1.start()
      port2.postMessage(undefined)
    })
  },

  async asset(url) {
    const response = await fetch(url)
    if (!response.ok) throw new Error(`${url} cannot be had: the server answers ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  },

  startThread(module, given, { onMessage, onEnd }) {
    const worker = new page.Worker(module, { type: 'module' })
    worker.onmessage = ({ data }) => onMessage(data)
    worker.onerror = ({ message, error }) => onEnd(message ?? 'it cannot be loaded', error)
    worker.postMessage(given, [])
    return {
      keepAlive() {},
      post: (message, moved = []) => worker.postMessage(message, moved),
      async terminate() {
        worker.terminate()
      },
    }
  },

  sha256: () => new Sha256(),
  gunzip: async () => gunzip,
  scratchFile: () => undefined,
  unlockWebAssembly() {},
  compileNow: () => false,
}

const gunzip: Expansion = async function* (chunks) {
  const source = chunks[Symbol.asyncIterator]()
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await source.next()
      if (done) controller.close()
      else controller.enqueue(value as Uint8Array<ArrayBuffer>)
    },
    async cancel() {
      await source.return?.()
    },
  })
  yield* streamed(compressed.pipeThrough(new DecompressionStream('gzip')))
}

/** The pieces of a stream; left early, it is cancelled. Browsers do not all iterate over streams themselves. */
async function* streamed(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

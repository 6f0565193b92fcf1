import type { Host } from './host.ts'
import { Sha256 } from './sha256.ts'

/** The part of a page's, or a worker's, global object that is used here; Node's types do not have it. */
interface Page {
  readonly navigator: { readonly hardwareConcurrency?: number }
  readonly crossOriginIsolated?: boolean
  readonly Worker: new (url: URL, options: { type: 'module' }) => PageWorker
}

interface PageWorker {
  onmessage: (() => void) | null
  onerror: ((event: { readonly message?: string; readonly error?: unknown }) => void) | null
  postMessage(value: unknown): void
  terminate(): void
}

const page = globalThis as unknown as Page

export const host: Host = {
  cores: () => page.navigator.hardwareConcurrency ?? 1,
  addressSpace: () => Number.POSITIVE_INFINITY,
  sharesMemory: () => page.crossOriginIsolated === true,

  /** A message comes in the next turn, where a timer would wait for 4 ms. */
  giveWay() {
    return new Promise(resolve => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => {
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
    worker.onmessage = onMessage
    worker.onerror = ({ message, error }) => onEnd(message ?? 'it cannot be loaded', error)
    worker.postMessage(given)
    return {
      keepAlive() {},
      async terminate() {
        worker.terminate()
      },
    }
  },

  sha256: () => new Sha256(),
  unlockWebAssembly() {},
  compileNow: () => false,
}

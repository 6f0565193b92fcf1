import { readFile } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { vi } from 'vitest'

/** Runs in the thread before its module does: what a browser's worker finds, and what package.json has a bundler replace. */
const beginning = `
  const { parentPort, workerData } = require('node:worker_threads')
  const hook = "export const resolve = (name, context, next) => next(name.replace('parent-node', 'parent-browser'), context)"
  require('node:module').register('data:text/javascript,' + encodeURIComponent(hook))
  globalThis.postMessage = message => parentPort.postMessage(message)
  let hear
  Object.defineProperty(globalThis, 'onmessage', {
    set: given => {
      if (hear === undefined) parentPort.on('message', data => hear?.({ data }))
      hear = given
    },
  })
  import(workerData)
`

/** A page's Worker, as far as it is used. */
class PageWorker {
  onmessage: ((event: { data: unknown }) => void) | null = null
  onerror: ((event: { message: string; error: unknown }) => void) | null = null
  readonly #thread: Worker

  constructor(url: URL, options: { type: string }) {
    if (options.type !== 'module') throw new Error('only modules are run here')
    this.#thread = new Worker(beginning, { eval: true, workerData: url.href })
    this.#thread.on('message', data => this.onmessage?.({ data }))
    this.#thread.on('error', error => this.onerror?.({ message: error.message, error }))
    this.#thread.unref()
  }

  postMessage(value: unknown): void {
    this.#thread.postMessage(value)
  }

  terminate(): void {
    void this.#thread.terminate()
  }
}

async function fetchFile(url: URL): Promise<object> {
  const bytes = await readFile(url).catch(() => undefined)
  if (!bytes) return { ok: false, status: 404 }
  return { ok: true, arrayBuffer: async () => new Uint8Array(bytes).buffer }
}

/** The globals of a page that host/browser.ts uses, in Node; `vi.unstubAllGlobals` takes them away. */
export function standInForPage(crossOriginIsolated = true): void {
  const navigator = { hardwareConcurrency: 2 }
  const globals = { navigator, crossOriginIsolated, fetch: fetchFile, Worker: PageWorker }
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
}

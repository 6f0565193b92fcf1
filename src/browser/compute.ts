/** The worker's own script: makes the calls that the page asks for, each as it comes. */
import { RemoteCalls } from '../host/remote-calls.ts'
import { openWork } from './work.ts'

/** What of a worker's global object is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: unknown }) => void
  postMessage(message: unknown, moved: readonly ArrayBuffer[]): void
}

const page = new RemoteCalls(openWork(), { post: (message, moved) => scope.postMessage(message, moved) })

scope.onmessage = ({ data }) => page.hear(data)

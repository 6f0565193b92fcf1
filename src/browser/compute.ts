/** The worker's own script: makes the calls that the page asks for, each as it comes. */
import { Work } from './work.ts'
import { type Call, type CallName, type Reply, toldError, type WorkerCalls } from './worker-calls.ts'

/** What of a worker's global object is used here. */
const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: Call }) => void
  postMessage(reply: Reply): void
}

const work = new Work()

scope.onmessage = async ({ data: { id, name, given } }) => {
  try {
    scope.postMessage({ id, value: await made(name, given) })
  } catch (error) {
    scope.postMessage({ id, error: toldError(error) })
  }
}

function made<Name extends CallName>(name: Name, given: readonly unknown[]): ReturnType<WorkerCalls[Name]> {
  const call = work[name] as (...given: readonly unknown[]) => ReturnType<WorkerCalls[Name]>
  return call.apply(work, given as unknown[])
}

/**
 * What a thread knows of who started it: what it is given, which it begins with; `tell`, which is heard as `onMessage`; and `hear`, for
 * what is posted. Who hears stays until it ends itself (`end`) or is terminated.
 */
import { parentPort, workerData } from 'node:worker_threads'

/** @param {(given: any) => void} work which hears at once, if at all */
export function begin(work) {
  work(workerData)
}

/**
 * @param {unknown} [message]
 * @param {readonly ArrayBuffer[]} [moved] buffers in it that are given away rather than copied
 */
export function tell(message, moved = []) {
  parentPort?.postMessage(message, moved)
}

/** @param {(message: unknown) => void} onMessage */
export function hear(onMessage) {
  parentPort?.on('message', onMessage)
}

/** Hears nothing more; the thread ends with what it still does. */
export function end() {
  parentPort?.close()
}

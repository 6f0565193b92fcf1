/** What a thread knows of who started it: `given`, and `tell`, which is heard as `onMessage`. */
import { parentPort, workerData } from 'node:worker_threads'

export const given = workerData

export function tell() {
  parentPort?.postMessage(undefined)
}

/** How the page starts its workers: from a file beside it; where it is a file itself, from the text that it has brought along. */
import { make } from './elements.ts'

/** Browsers let a page that is a file neither start workers from files nor read them. */
const isFile = location.protocol === 'file:'

let brought: string | undefined

/** What has to be there before a worker is started. */
export async function prepareWorkers(): Promise<void> {
  if (!isFile) return
  await new Promise<void>((resolve, reject) => {
    const script = make('script', { src: 'worker-as-text.js' })
    script.onload = () => resolve()
    script.onerror = () => reject(new Error('worker-as-text.js is missing beside the page'))
    document.head.append(script)
  })
  const { workerText } = globalThis as { workerText?: string }
  brought = URL.createObjectURL(new Blob([workerText ?? ''], { type: 'text/javascript' }))
}

export function startPageWorker(): Worker {
  return brought === undefined
    ? new Worker(new URL('compute.js', document.baseURI), { type: 'module' })
    : new Worker(brought)
}

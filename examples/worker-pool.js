/**
 * A pool of workers, each with the model on one thread: tokenizing is shared out as well, which a single model does on its caller's
 * thread. The bytes of the model are read once. (JavaScript, since a worker of Node 20 starts no TypeScript.)
 *
 *     node examples/worker-pool.js
 */
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { load } from 'lstm'

if (isMainThread) {
  const model = await load()
  const bytes = await model.toBytes()
  await model.dispose()
  const workers = [0, 1].map(() => new Worker(new URL(import.meta.url), { workerData: bytes }))

  const texts = Array.from({ length: 100 }, (_, n) => (n % 2 ? 'A wonderful film.' : 'Boring.'))
  const share = Math.ceil(texts.length / workers.length)
  const answers = await Promise.all(
    workers.map(async (worker, n) => {
      worker.postMessage(texts.slice(n * share, (n + 1) * share))
      const [labels] = await once(worker, 'message')
      await worker.terminate()
      return labels
    }),
  )
  console.log(answers.flat().filter(label => label === 'positive').length)
} else {
  const model = await load(workerData, { threads: 1 })
  parentPort?.on('message', async (/** @type {string[]} */ texts) => {
    const answers = await model.predict(texts)
    parentPort?.postMessage(answers.map(({ label }) => label))
  })
}

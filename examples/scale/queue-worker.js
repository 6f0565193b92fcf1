/**
 * Answers the texts that queue-producer.js puts on a queue of Redis. Start as many as there are cores, on as many machines as you like; one
 * that dies in the middle of a job, be it by kill -9, loses nothing: its lock runs out, and another one takes the job.
 *
 *     npm install lstm bullmq ioredis
 *     node examples/scale/queue-worker.js reviews model
 */
import { Worker } from 'bullmq'
import { load } from 'lstm'

const [name = 'texts', path] = process.argv.slice(2)
const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT ?? 6379) }
// One thread each: two workers then share nothing that one could wait for.
const model = await load(path, { threads: 1 })

const worker = new Worker(
  name,
  async job => {
    /** @type {string[]} */
    const texts = job.data
    const answers = await model.predict(texts)
    return answers.map(({ label, probability }) => `${label}\t${probability.toFixed(6)}\n`).join('')
  },
  {
    connection,
    // Seconds after which the job of a dead worker is free again; a living one renews its lock meanwhile.
    lockDuration: 5_000,
    stalledInterval: 1_000,
    maxStalledCount: 10,
  },
)
worker.on('error', error => console.error(String(error)))
worker.on('ready', () => console.error('ready'))

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    // The job at hand is ended first.
    await worker.close()
    await model.dispose()
  })
}

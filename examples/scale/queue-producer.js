/**
 * Puts the lines of stdin on a queue of Redis, some hundred a job, waits for the workers (queue-worker.js) and writes their answers to
 * stdout in the order of the lines. A job is known by its number: started again, the producer finds what is done, and no line is
 * answered twice.
 *
 *     npm install bullmq ioredis
 *     node examples/scale/queue-producer.js reviews < texts.txt > answers.tsv
 *
 * REDIS_PORT says where Redis listens (6379). It has to keep what it is given: no `maxmemory-policy` but `noeviction`.
 */
import { createInterface } from 'node:readline'
import { Queue } from 'bullmq'

const [name = 'texts', together = '500'] = process.argv.slice(2)
const connection = { host: '127.0.0.1', port: Number(process.env.REDIS_PORT ?? 6379) }
const queue = new Queue(name, { connection })
/** Jobs that are waited for at once: so much of the input is in memory and in Redis. */
const ahead = 200

/** @param {number} number @param {string[]} texts */
function put(number, texts) {
  // Tried again when its worker dies or fails, and kept until its answers are written.
  return queue.add('texts', texts, { jobId: `batch-${number}`, attempts: 5, removeOnComplete: false })
}

/** Writes the answers of a job when it is done. @param {number} number */
async function write(number) {
  for (;;) {
    const job = await queue.getJob(`batch-${number}`)
    if (!job) throw new Error(`batch ${number} is gone: does Redis evict?`)
    if (await job.isFailed()) throw new Error(`batch ${number}: ${job.failedReason}`)
    if (job.finishedOn !== undefined && job.returnvalue !== null) {
      if (!process.stdout.write(job.returnvalue))
        await new Promise(resolve => process.stdout.once('drain', resolve))
      return job.remove()
    }
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

let written = 0
let number = 0
/** @type {string[]} */
let batch = []
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (batch.push(line) < Number(together)) continue
  await put(number++, batch)
  batch = []
  if (number - written >= ahead) await write(written++)
}
if (batch.length > 0) await put(number++, batch)
while (written < number) await write(written++)
await queue.close()

/** A thread of the training pool: a job comes in, its run goes out. */
import { parentPort } from 'node:worker_threads'
import { type Job, train } from './training.ts'

parentPort?.on('message', (job: Job) => parentPort?.postMessage(train(job)))

/** A thread of the training pool: a job comes in, its run goes out. */
import { parentPort } from 'node:worker_threads'
import { type StudyJob, trainNetwork } from './study-training.ts'

parentPort?.on('message', (job: StudyJob) => parentPort?.postMessage(trainNetwork(job)))

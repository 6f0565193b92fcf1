import { join } from 'node:path'
import type { Reading } from '../../../src/data/reading.ts'
import { read } from '../examples.ts'
import { temporaryFolder } from '../temporary-folder.ts'

/** What a file of these contents holds. */
export async function readAll(contents: string | Uint8Array, name = 'r.csv', reading: Reading = {}) {
  return read(join(await temporaryFolder({ [name]: contents }), name), reading)
}

/** Its texts to train on. */
export async function readText(...args: Parameters<typeof readAll>) {
  return (await readAll(...args)).train
}

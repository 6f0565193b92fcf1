import { parentPort, workerData } from 'node:worker_threads'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/*
 * Reads rows of a Parquet file for parquet.ts in a thread of its own: the library may be kept busy without end by a damaged
 * file, and a thread can be ended. Bytes are asked for with { slice: [start, end] }; { rows } or { error } answers { from, to }.
 */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)

/** @type {((bytes: ArrayBuffer) => void)[]} */
const waiting = []
const file = {
  byteLength: /** @type {number} */ (workerData.size),
  /** @param {number} start @param {number} [end] @returns {Promise<ArrayBuffer>} */
  slice: (start, end = workerData.size) =>
    new Promise(resolve => {
      waiting.push(resolve)
      port.postMessage({ slice: [start < 0 ? workerData.size + start : start, end] })
    }),
}
/** @type {Promise<import('hyparquet').FileMetaData> | undefined} */
let metadata

port.on('message', async message => {
  if (message.bytes) return waiting.shift()?.(message.bytes)
  try {
    metadata ??= parquetMetadataAsync(file)
    const range = { rowStart: message.from, rowEnd: message.to }
    const rows = await parquetReadObjects({ file, metadata: await metadata, compressors, ...range })
    port.postMessage({ rows })
  } catch (error) {
    port.postMessage({ error: error instanceof Error ? error.message : String(error) })
  }
})

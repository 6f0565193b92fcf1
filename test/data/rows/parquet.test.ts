import { expect, it } from 'vitest'
import type { Input } from '../../../src/data/input/input.ts'
import { parquetTable } from '../../../src/data/rows/parquet.ts'
import { ParquetThread } from '../../../src/data/rows/parquet-thread.ts'

/** A file whose bytes never come: to its reader the same as one that keeps it busy. */
const endless: Input = {
  name: 'endless.parquet',
  size: 1000,
  async *bytes() {},
  slice: () => new Promise(() => undefined),
}

it('gives a file up that keeps its reader busy', async () => {
  const thread = new ParquetThread(endless, 200)
  await expect(thread.rows(0, 1)).rejects.toThrow('it keeps its reader busy without end')
  await thread.close()
})

it('tells what is wrong with a file that is none', async () => {
  const none = { ...endless, slice: async (start: number, end: number) => new Uint8Array(end - start) }
  await expect(parquetTable(none, {}, 'text')).rejects.toThrow('is no readable Parquet file')
})

import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { memoryInput } from '../../../src/data/input/input.ts'
import { parquetReader } from '../../../src/data/readers/tables.ts'
import { silent } from '../../../src/data/reading.ts'
import { collect } from '../../collect.ts'
import { cut } from '../../formats/streams.ts'
import { mutated, resultOrLstmError, thousandRuns } from '../../mutations.ts'
import { readText } from './read-rows.ts'

describe('parquet', () => {
  const table = (rows: number) =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: 'id', data: Array.from({ length: rows }, (_, i) => BigInt(i) + 2n ** 53n), type: 'INT64' },
          { name: 'text', data: Array.from({ length: rows }, (_, i) => `text ${i} é`), type: 'STRING' },
          { name: 'label', data: Array.from({ length: rows }, (_, i) => i % 2), type: 'INT32' },
        ],
        rowGroupSize: 7000,
      }),
    )

  it('reads its rows over all row groups, with integers of any size', async () => {
    const train = await readText(table(20_000), 'r.parquet')
    expect(train).toHaveLength(20_000)
    expect(train.at(-1)).toEqual(['text 19999 é', '1'])
    expect((await readText(table(2), 'r.parquet', { labelColumn: 'id' }))[1]).toEqual([
      'text 1 é',
      '9007199254740993',
    ])
  })

  it('is told by its contents as well', async () => {
    expect(await readText(table(3), 'train-00000-of-00001')).toHaveLength(3)
  })

  it('ends in texts or one error for fifty damaged copies, each in its time', async () => {
    const whole = table(40)
    await fc.assert(
      fc.asyncProperty(mutated(whole), async bytes => {
        const input = await memoryInput(cut(bytes, 500), 'x')
        await resultOrLstmError(async () => collect((await parquetReader.read(input, {}, silent)).train))
      }),
      { ...thousandRuns, numRuns: 50 },
    )
  })

  it('refuses what is none, or cut', async () => {
    const whole = table(10)
    for (const bytes of [Buffer.from('PAR1'), whole.subarray(0, 100), whole.subarray(20), Buffer.alloc(0)]) {
      await expect(readText(bytes, 'r.parquet')).rejects.toThrow(/is no readable Parquet file/)
    }
  })
})

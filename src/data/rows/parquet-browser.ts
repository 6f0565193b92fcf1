import { LstmError } from '../../errors.ts'
import type { Input } from '../input/input.ts'
import type { ByteStream } from '../input/text-stream.ts'

/** In the place of parquet.ts in a browser, which would need its thread and some 50 KB of decoders. */
export async function parquetTable({ name }: ByteStream | Input): Promise<never> {
  throw new LstmError('usage', `${name}: Parquet is not read in a browser`, {
    hint: 'make it CSV or JSON Lines, or use the command line',
  })
}

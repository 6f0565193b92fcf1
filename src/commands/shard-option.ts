import { LstmError } from '../errors.ts'
import type { Shard } from '../formats/work-pieces.ts'

/** What `--shard I/N` says, I from 1. @throws LstmError 'usage' */
export function parseShard(text: string): Shard {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  if (index !== undefined && Number(index) >= 1 && Number(index) <= Number(of)) {
    return { index: Number(index) - 1, of: Number(of) }
  }
  throw new LstmError('usage', `--shard wants I/N, piece I of N from 1 on, not '${text}'`, {
    hint: 'such as --shard 2/5',
  })
}

import { LstmError } from '../errors.ts'
import type { Shard } from '../formats/work-pieces.ts'
import { refuseGiven } from '../settings/table.ts'

/** Flags that pieces of one work may differ in: they change no bit of it. The model is known by its bytes. */
const ofOnePiece = ['shard', 'checkpoint', 'threads', 'vectorWidth', 'quiet', 'verbose', 'config']

/** The flags that the result depends on, the same for each piece. */
export function flagsOfWork(options: object): string {
  const flags = Object.entries(options).filter(
    ([name, value]) => value !== undefined && !ofOnePiece.includes(name),
  )
  return JSON.stringify(flags.sort(([a], [b]) => (a < b ? -1 : 1)))
}

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

/**
 * The same where other flags want the whole.
 *
 * @param others by their names; those that are given are refused
 * @param why they are
 * @throws LstmError 'usage'
 */
export function parseShardAlone(text: string, others: Readonly<Record<string, unknown>>, why: string): Shard {
  const refused = (given: string) => `${given} does not go with --shard: ${why}`
  refuseGiven(others, Object.keys(others), refused, 'leave one of them out')
  return parseShard(text)
}

import { LstmError } from '../errors.ts'
import { MemoryStore, type Store } from '../training/store.ts'
import { kindOf } from '../wording.ts'
import { disk } from './disk-node.ts'

/** The store that `out` names for a new training; memory where it names none. @throws LstmError 'disk', 'usage' */
export async function storeOf(out: string | URL | Store | undefined): Promise<Store> {
  if (typeof out !== 'string' && !(out instanceof URL)) return out ?? new MemoryStore()
  return disk.newTraining(out)
}

/** @throws LstmError 'usage' where it is given, and lacks what a training calls */
export function requireStore(out: unknown): void {
  const calls = ['begin', 'save', 'saveBest', 'append', 'close'] as const satisfies (keyof Store)[]
  const missing = calls.find(call => typeof Object(out)[call] !== 'function')
  if (out === undefined || missing === undefined) return
  throw new LstmError('usage', `out wants a store, and ${kindOf(out)} without ${missing}() is none`, {
    hint: 'give a new MemoryStore(), or to train a folder: its path or URL',
  })
}

import { MemoryStore, type Store } from '../training/store.ts'
import { disk } from './disk-node.ts'

/** The store that `out` names for a new training; memory where it names none. @throws LstmError 'disk', 'usage' */
export async function storeOf(out: string | URL | Store | undefined): Promise<Store> {
  if (typeof out !== 'string' && !(out instanceof URL)) return out ?? new MemoryStore()
  return disk.newTraining(out)
}

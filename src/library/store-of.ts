import { MemoryStore, type Store } from '../training/store.ts'
import { pathOf } from './path-of.ts'

/** The store that `out` names for a new training; memory where it names none. @throws LstmError 'disk', 'usage' */
export async function storeOf(out: string | URL | Store | undefined): Promise<Store> {
  if (typeof out !== 'string' && !(out instanceof URL)) return out ?? new MemoryStore()
  const { TrainingFolder } = await import('../storage/training-folder.ts')
  return TrainingFolder.open(pathOf(out), { resume: false })
}

import { LstmError } from '../errors.ts'
import type { EngineModule, EngineName } from './engine.ts'

/** Each engine is imported when it is asked for, so that no command pays for another's start. */
const engines: Partial<Record<EngineName, () => Promise<EngineModule>>> = {
  reference: () => import('./reference/index.ts'),
  tensorflow: () => import('./tensorflow/index.ts'),
}

/**
 * The engine's module.
 *
 * @throws LstmError 'usage' when there is no such engine in this build
 */
export async function loadEngine(name: EngineName): Promise<EngineModule> {
  const load = engines[name]
  if (load === undefined) {
    throw new LstmError('usage', `the engine ${name} is not in this build`, {
      hint: `Use --engine ${Object.keys(engines).join(' or --engine ')}.`,
    })
  }
  return load()
}

import type { EngineModule, EngineName } from './engine.ts'

/** Each engine is imported when it is asked for, so that no command pays for another's start. */
const engines = {
  wasm: () => import('./wasm/index.ts'),
  reference: () => import('./reference/index.ts'),
  tensorflow: () => import('./tensorflow/index.ts'),
} as const satisfies Record<EngineName, () => Promise<EngineModule>>

/** The engine's module. */
export function loadEngine(name: EngineName): Promise<EngineModule> {
  return engines[name]()
}

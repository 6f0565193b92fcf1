import { expect, it } from 'vitest'
import { loadEngine } from '../../src/engines/load-engine.ts'

it('loads an engine by its name', async () => {
  const module = await loadEngine('wasm')
  expect(module).toEqual(
    expect.objectContaining({ openPredictor: expect.any(Function), openEngine: expect.any(Function) }),
  )
})

import { expect, it } from 'vitest'
import type { Engine, Optimizer, Sizes } from '../../../src/engines/engine.ts'
import type { Build } from '../../../src/engines/wasm/kernels.ts'
import { openWasmEngine } from '../../../src/engines/wasm/trainer.ts'
import { Random } from '../../../src/random.ts'
import { bits, fresh, hex, usual } from '../conformance/candidate.ts'
import { optimizers } from '../conformance/lessons.ts'
import { randomLengths, randomMinibatch, randomParameters } from '../random-model.ts'

const sizes: Sizes = { vocabulary: 90, embedding: 33, hidden: 21, classes: 3, pooling: 'mean-max' }

it.each(optimizers)('the builds for 128 and for 256 bits give the same bits, by $name', async optimizer => {
  expect(await trained('wide', optimizer)).toEqual(await trained('fused', optimizer))
})

/** The bits of 40 updates over minibatches of 1 to 20 texts, one row and more of each tile, and what comes of them. */
async function trained(build: Build, optimizer: Optimizer) {
  const random = new Random(31)
  const state = fresh(randomParameters(random, sizes, Float32Array))
  const options = { ...usual, sizes, state, optimizer, adversarial: 0.3, maximumNorm: 0.5 } as const
  const engine: Engine = await openWasmEngine(options as Parameters<typeof openWasmEngine>[0], { build })
  const costs: number[] = []
  for (let B = 1; B <= 20; B++) {
    for (const longest of [3, 25]) {
      costs.push(await engine.update(randomMinibatch(random, sizes, randomLengths(random, B, longest))))
    }
  }
  const batch = randomMinibatch(random, sizes, randomLengths(random, 11, 40))
  const probabilities = hex(await engine.probabilities(batch))
  const states = hex(await engine.hiddenStates(batch))
  const end = bits(await engine.state())
  await engine.dispose()
  return { costs, probabilities, states, end }
}

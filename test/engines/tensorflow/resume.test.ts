import { describe, expect, it } from 'vitest'
import type { EngineState } from '../../../src/engines/engine.ts'
import { loadEngine } from '../../../src/engines/load-engine.ts'
import { settle } from '../../../src/engines/settle.ts'
import { Random } from '../../../src/random.ts'
import { fresh, openJudge, tensors, usual } from '../conformance/candidate.ts'
import { type Lesson, lessons, officialOptimizers, sizes } from '../conformance/lessons.ts'
import { randomParameters } from '../random-model.ts'
import { relativeError } from '../relative-error.ts'
import { skip } from './installation.ts'

const tolerance = 1e-3
const pairs = [
  ['tensorflow', 'reference'],
  ['tensorflow', 'wasm'],
  ['wasm', 'tensorflow'],
  ['reference', 'tensorflow'],
] as const

describe.skipIf(skip)(
  `100 updates on one engine, 100 more on another: as 200 in float64, to ${tolerance} relative`,
  () => {
    const random = new Random(17)
    const start = fresh(randomParameters(random, sizes, Float32Array)) as EngineState
    const [early, late] = [lessons(random, 100), lessons(random, 100)]

    describe.each(pairs)('%s, then %s', (first, second) => {
      it.each(officialOptimizers)('$name', async optimizer => {
        const judge = openJudge({ sizes, state: start, optimizer })
        for (const { batch, masks } of [...early, ...late]) await judge.update(batch, masks)

        const run = async (name: typeof first, state: EngineState, course: readonly Lesson[]) => {
          const { openEngine } = await loadEngine(name)
          const engine = await openEngine({ ...usual, sizes, state, optimizer })
          for (const { batch, masks } of course) await engine.update(batch, masks)
          const end = await engine.state()
          await engine.dispose()
          return end
        }
        const end = await run(second, await run(first, start, early), late)
        const actual = tensors(settle(end, optimizer, sizes))
        for (const [name, tensor] of tensors(await judge.state())) {
          expect(relativeError(actual.get(name)!, tensor), name).toBeLessThanOrEqual(tolerance)
        }
      })
    })
  },
)

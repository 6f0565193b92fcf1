import { describe, expect, it } from 'vitest'
import type {
  EngineState,
  LabelledMinibatch,
  Masks,
  Minibatch,
  Optimizer,
  Sizes,
} from '../../../src/engines/engine.ts'
import { settle } from '../../../src/engines/settle.ts'
import { openWasmPredictor } from '../../../src/engines/wasm/predictor.ts'
import { openWasmEngine } from '../../../src/engines/wasm/trainer.ts'
import { Random } from '../../../src/random.ts'
import { bits, fresh, hex, tensors, usual } from '../conformance/candidate.ts'
import { optimizers } from '../conformance/lessons.ts'
import { randomDropout, randomLengths, randomMinibatch, randomParameters } from '../random-model.ts'
import { relativeError } from '../relative-error.ts'

const sizes: Sizes = { vocabulary: 90, embedding: 11, hidden: 13, classes: 3, pooling: 'mean' }
/** Every call in threads, however small. */
const always = { worthThreads: 0, worthStarting: 0 }
const decaying = { ...usual, weightDecay: 0.001 }

/** Opens an engine with the state, uses it, and disposes of it. */
async function using<R>(
  state: EngineState,
  optimizer: Optimizer,
  threads: number,
  use: (engine: Awaited<ReturnType<typeof openWasmEngine>>) => Promise<R>,
): Promise<R> {
  const engine = await openWasmEngine({ ...decaying, sizes, state, optimizer, threads }, always)
  try {
    return await use(engine)
  } finally {
    await engine.dispose()
  }
}

/** Minibatches of 1 to 19 texts of up to 17 words, in half of which many words do not occur. */
function course(random: Random, updates: number): [LabelledMinibatch, Masks][] {
  return Array.from({ length: updates }, (_, n) => {
    const known = { ...sizes, vocabulary: n % 40 < 30 ? 30 : 90 }
    const B = 1 + random.integer(18)
    const batch = randomMinibatch(random, known, randomLengths(random, B, 1 + random.integer(16)))
    return [batch, { pooled: randomDropout(random, B, sizes.hidden) }]
  })
}

describe.each(optimizers)('$name', optimizer => {
  const random = new Random(77)
  const start = fresh(randomParameters(random, sizes, Float32Array)) as EngineState
  const lessons = course(random, 200)

  it('1, 2 and 3 threads give the same bits over 200 updates of many shapes', async () => {
    const run = (threads: number) =>
      using(start, optimizer, threads, async engine => {
        const costs: number[] = []
        for (const [batch, masks] of lessons) costs.push(await engine.update(batch, masks))
        return { costs, state: bits(await engine.state()) }
      })
    const one = await run(1)
    expect(await run(2)).toEqual(one)
    expect(await run(3)).toEqual(one)
  })

  it('a state taken at any time, with rows that owe updates, goes on to the same bits', async () => {
    const end = await using(start, optimizer, 1, async engine => {
      for (const [batch, masks] of lessons) await engine.update(batch, masks)
      return bits(await engine.state())
    })
    let state = start
    for (const [from, to] of [
      [0, 31],
      [31, 33],
      [33, 120],
      [120, 200],
    ] as const) {
      state = await using(state, optimizer, 1, async engine => {
        for (const [batch, masks] of lessons.slice(from, to)) {
          await engine.probabilities(batch)
          await engine.gradients(batch, masks)
          await engine.update(batch, masks)
          await engine.state()
        }
        return engine.state()
      })
      expect(state.owed!.some(count => count > 0)).toBe(true)
    }
    expect(bits(state)).toEqual(end)
  })

  it('rows that owe more updates than there are factors for are as if they were settled, to 1e-6 relative', async () => {
    const [batch, masks] = lessons[0]!
    const trained = await using(start, optimizer, 1, async engine => {
      await engine.update(batch, masks)
      return engine.state()
    })
    const owing = { ...trained, owed: new Int32Array(sizes.vocabulary).fill(100_000) }
    const settled = settle(owing, optimizer, sizes)
    const after = (state: EngineState) =>
      using(state, optimizer, 1, async engine => {
        await engine.update(batch, masks)
        return settle(await engine.state(), optimizer, sizes)
      })
    const actual = tensors(await after(owing))
    for (const [name, tensor] of tensors(await after(settled))) {
      expect(relativeError(actual.get(name)!, tensor), name).toBeLessThanOrEqual(1e-6)
    }
  })
})

describe('the probabilities of a text', () => {
  const random = new Random(78)
  const parameters = randomParameters(random, sizes, Float32Array)
  const lengths = [5, 0, 9, 1, 9, 3, 20, 300, 2, 7, 7, 1, 33]
  const batch = randomMinibatch(random, sizes, lengths)
  const B = lengths.length
  const open = (threads: number) => openWasmPredictor({ ...decaying, sizes, parameters, threads }, always)
  const only = (texts: readonly number[]): Minibatch => {
    const T = Math.max(...texts.map(text => lengths[text]!))
    const tokens = Int32Array.from({ length: T * texts.length }, (_, at) => {
      return batch.tokens[Math.floor(at / texts.length) * B + texts[at % texts.length]!]!
    })
    return { tokens, lengths: Int32Array.from(texts, text => lengths[text]!) }
  }

  it('have the same bits alone, in any company, in 1, 2 and 3 threads, and with or without the table of x W + b', async () => {
    const expected = await alone()
    for (const threads of [1, 2, 3]) {
      const predictor = await open(threads)
      // The table is made once more tokens than words have gone by, which the long text alone brings about.
      for (const texts of [[0], [1, 2, 3], [12, 11, 10, 9, 8], [7], [...lengths.keys()], [4, 5], [6]]) {
        const rows = await predictor.probabilities(only(texts))
        texts.forEach((text, n) => {
          const row = hex(rows.slice(n * sizes.classes, (n + 1) * sizes.classes))
          expect(row, `text ${text} of ${texts} in ${threads}`).toBe(expected[text])
        })
      }
      await predictor.dispose()
    }
  })

  it('are those of the training engine, also between updates', async () => {
    const state = { parameters, accumulators: {} }
    await using(state, { name: 'rmsprop' }, 2, async engine => {
      for (let round = 0; round < 3; round++) {
        const owing = await engine.state()
        const { parameters: settled } = settle(owing, { name: 'rmsprop' }, sizes)
        const twice = [await engine.probabilities(batch), await engine.probabilities(batch)].map(hex)
        expect(twice[1]).toBe(twice[0])
        const predictor = await openWasmPredictor({ ...decaying, sizes, parameters: settled })
        const rows = await predictor.probabilities(batch)
        expect(relativeError(await engine.probabilities(batch), rows)).toBeLessThanOrEqual(1e-6)
        await predictor.dispose()
        await engine.update(randomMinibatch(new Random(round), { ...sizes, vocabulary: 40 }, [9, 4]))
      }
    })
  })

  async function alone(): Promise<string[]> {
    const rows: string[] = []
    for (const text of lengths.keys()) {
      const predictor = await open(1)
      rows.push(hex(await predictor.probabilities(only([text]))))
      await predictor.dispose()
    }
    return rows
  }
})

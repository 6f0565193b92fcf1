import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import type { Sizes } from '../../../src/engines/engine.ts'
import { openPredictor } from '../../../src/engines/reference/index.ts'
import { Arena } from '../../../src/engines/wasm/arena.ts'
import { openWasmPredictor } from '../../../src/engines/wasm/predictor.ts'
import type { Runtime } from '../../../src/engines/wasm/runtime.ts'
import { openWasmEngine } from '../../../src/engines/wasm/trainer.ts'
import { host } from '../../../src/host/index.ts'
import { Random } from '../../../src/random.ts'
import { bits, hex, usual } from '../conformance/candidate.ts'
import { randomLengths, randomMinibatch, randomParameters } from '../random-model.ts'

const sizes: Sizes = { vocabulary: 300, embedding: 5, hidden: 9, classes: 2, pooling: 'mean' }
const random = new Random(51)
const parameters = randomParameters(random, sizes, Float32Array)

it('memory does not grow over 1,000 updates that are no larger than the first', async () => {
  const state = { parameters, accumulators: {} }
  const engine = await openWasmEngine({
    ...usual,
    sizes,
    state,
    optimizer: { name: 'adadelta' },
  })
  await engine.update(randomMinibatch(random, sizes, Array(16).fill(25)))
  await engine.probabilities(randomMinibatch(random, sizes, Array(16).fill(25)))
  const bytes = engine.memoryBytes()
  for (let n = 0; n < 1000; n++) {
    const B = 1 + random.integer(15)
    const batch = randomMinibatch(random, sizes, randomLengths(random, B, 1 + random.integer(24)))
    await engine.update(batch)
    if (n % 10 === 0) await engine.probabilities(batch)
  }
  expect(engine.memoryBytes()).toBe(bytes)
  await engine.update(randomMinibatch(random, sizes, Array(64).fill(100)))
  expect(engine.memoryBytes()).toBeGreaterThan(bytes)
  await engine.dispose()
})

it('a text of a million words costs the memory of a stretch of it', async () => {
  const predictor = await openWasmPredictor({ ...usual, sizes, parameters })
  const words = 1_000_000
  const tokens = Int32Array.from({ length: words }, () => random.integer(sizes.vocabulary - 1))
  await predictor.probabilities({ tokens: tokens.slice(0, 1000), lengths: Int32Array.of(1000) })
  const bytes = predictor.memoryBytes()
  const row = await predictor.probabilities({ tokens, lengths: Int32Array.of(words) })
  expect(row[0]! + row[1]!).toBeCloseTo(1, 6)
  expect(predictor.memoryBytes() - bytes).toBeLessThan(0.2 * 4 * words)
  await predictor.dispose()
})

it('texts that are read stretch by stretch have the answers and states of the reference engine, to 1e-5', async () => {
  const batch = randomMinibatch(random, sizes, [140_000, 70_000, 131_072, 0, 1])
  const options = { ...usual, sizes, parameters, threads: 2 }
  const [wasm, reference] = [await openWasmPredictor(options), await openPredictor(options)]
  const furthest = (one: ArrayLike<number>, other: ArrayLike<number>) => {
    let most = 0
    for (let i = 0; i < one.length; i++) most = Math.max(most, Math.abs(one[i]! - other[i]!))
    return most
  }
  expect(furthest(await wasm.probabilities(batch), await reference.probabilities(batch))).toBeLessThan(1e-5)
  expect(furthest(await wasm.hiddenStates(batch), await reference.hiddenStates(batch))).toBeLessThan(1e-5)
  await wasm.dispose()
  await reference.dispose()
})

it.each(['fused', 'single-fused', 'wide'] as const)(
  'the build %s computes to the same bits beyond and across 2 GiB, and up to 4 GiB',
  async build => {
    const trainedAt = async (first: number) => {
      const { keep } = Arena.prototype
      const kept = vi.spyOn(Arena.prototype, 'keep').mockImplementationOnce(function (this: Arena, regions) {
        keep.call(this, { before: first })
        return keep.call(this, regions)
      })
      const own = new Random(53)
      const state = { parameters, accumulators: {} }
      const setup = { ...usual, sizes, state, optimizer: { name: 'rmsprop' }, threads: 2 } as const
      const settings = { build, worthThreads: 0, worthStarting: 0 }
      const engine = await openWasmEngine({ ...setup, adversarial: 0.3, maximumNorm: 0.5 }, settings)
      kept.mockRestore()
      for (const B of [1, 8, 21]) {
        await engine.update(randomMinibatch(own, sizes, randomLengths(own, B, 12)))
      }
      const rows = hex(await engine.probabilities(randomMinibatch(own, sizes, Array(40).fill(9))))
      const end = { rows, state: bits(await engine.state()) }
      expect(engine.memoryBytes()).toBeGreaterThan(first)
      await engine.dispose()
      return end
    }
    const low = await trainedAt(0)
    for (const first of [2 ** 31 - 2 ** 17, 2 ** 32 - 2 ** 22]) expect(await trainedAt(first)).toEqual(low)
  },
)

it('more than WebAssembly can address is refused, and the arena goes on', () => {
  const arena = new Arena()
  expect(() => arena.use({ much: 2 ** 32 })).toThrow(
    expect.objectContaining({
      name: 'LstmError',
      code: 'memory',
      message: expect.stringMatching(/needs 4097 MiB of memory: it may have 4096 MiB at most/),
    }),
  )
  const { little } = arena.use({ little: 100 })
  expect(arena.bytes(little, 100)).toHaveLength(100)
})

it('the table of x W + b is left out where there is no room to spare for it, with the same answers', async () => {
  const batch = randomMinibatch(random, sizes, Array(40).fill(30))
  const rows: string[] = []
  const bytes: number[] = []
  // The table takes 300 * 16 * 16 bytes.
  for (const most of [2 ** 20, 2 ** 19]) {
    const predictor = await openWasmPredictor({ ...usual, sizes, parameters }, { most })
    for (let n = 0; n < 3; n++) rows.push(hex(await predictor.probabilities(batch)))
    bytes.push(predictor.memoryBytes())
    await predictor.dispose()
  }
  expect(new Set(rows).size).toBe(1)
  expect(bytes[0]! - bytes[1]!).toBeGreaterThanOrEqual(65536)
})

it('the table of x W + b is left out where the host has no memory for it, with the same answers', async () => {
  const batch = randomMinibatch(random, sizes, Array(40).fill(30))
  const wide = { ...usual, sizes: { ...sizes, vocabulary: 30_000 } }
  const rows: string[] = []
  const bytes: number[] = []
  for (const refuses of [false, true]) {
    const options = { ...wide, parameters: randomParameters(new Random(52), wide.sizes, Float32Array) }
    const predictor = await openWasmPredictor(options)
    const { memory } = (predictor as unknown as { runtime: Runtime }).runtime.arena
    const grow = memory.grow.bind(memory)
    vi.spyOn(memory, 'grow').mockImplementation(pages => {
      // The table takes 30,000 * 16 * 16 bytes, 118 pages.
      if (refuses && pages > 100) throw new RangeError('there is no more')
      return grow(pages)
    })
    for (let n = 0; n < 30; n++) rows.push(hex(await predictor.probabilities(batch)))
    bytes.push(predictor.memoryBytes())
    await predictor.dispose()
  }
  expect(new Set(rows).size).toBe(1)
  expect(bytes[0]! - bytes[1]!).toBeGreaterThan(100 * 65536)
})

it('an engine that was disposed of holds no memory, as long as it may itself be held', async () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const state = { parameters, accumulators: {} }
  const settings = { worthThreads: 0, worthStarting: 0 }
  const engine = await openWasmEngine(
    { ...usual, sizes, threads: 2, state, optimizer: { name: 'sgd', learningRate: 1 } },
    settings,
  )
  await engine.update(randomMinibatch(random, sizes, Array(16).fill(25)))
  const memory = new WeakRef((engine as unknown as { runtime: Runtime }).runtime.arena.memory)
  await engine.dispose()
  expect(engine.memoryBytes()).toBe(0)
  for (let turn = 0; turn < 10 && memory.deref(); turn++) {
    await new Promise(resolve => setTimeout(resolve, 10))
    collect()
  }
  expect(memory.deref()).toBeUndefined()
})

it('memory that the host does not have is told', () => {
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function memory() {
    throw new RangeError('could not allocate memory')
  })
  expect(() => new Arena()).toThrow(
    expect.objectContaining({ code: 'memory', hint: expect.stringMatching(/--disable-wasm-trap-handler/) }),
  )
  vi.restoreAllMocks()
})

it('where the address space is limited, memory takes a quarter of it', () => {
  vi.spyOn(host, 'addressSpace').mockReturnValue(2 ** 30)
  const arena = new Arena()
  expect(() => arena.use({ much: 2 ** 28 })).toThrow(/needs 257 MiB of memory: it may have 256 MiB at most/)
  vi.restoreAllMocks()
})

describe('a guarded arena', () => {
  it('finds a write behind a region that stays, and behind one of a call', () => {
    for (const how of ['keep', 'use'] as const) {
      const arena = new Arena({ guarded: true })
      const { first } = arena[how]({ first: 100, second: 8 })
      arena.checkGuards()
      arena.bytes(first, 101).fill(1)
      expect(() => arena.checkGuards()).toThrow(/beyond its region/)
    }
  })

  it('gives regions that stay holding 0, and those of a call holding NaN', () => {
    const arena = new Arena({ guarded: true })
    const { call } = arena.use({ call: 400 })
    expect(arena.floats(call, 100).every(Number.isNaN)).toBe(true)
    const { kept } = arena.keep({ kept: 400 })
    expect(arena.floats(kept, 100).every(value => value === 0)).toBe(true)
  })
})

import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Engine, EngineOptions, Optimizer, Sizes } from '../../../src/engines/engine.ts'
import { openEngine, openPredictor, openSkipGram } from '../../../src/engines/wasm/index.ts'
import * as kernels from '../../../src/engines/wasm/kernels.ts'
import { givesSameBits } from '../../../src/engines/wasm/proof.ts'
import { openWasmEngine } from '../../../src/engines/wasm/trainer.ts'
import { host } from '../../../src/host/index.ts'
import { Random } from '../../../src/random.ts'
import { bits, fresh, hex, usual } from '../conformance/candidate.ts'
import { optimizers } from '../conformance/lessons.ts'
import { randomLengths, randomMinibatch, randomParameters } from '../random-model.ts'
import { functionBody } from './module-parts.ts'

const sizes: Sizes = { vocabulary: 90, embedding: 33, hidden: 21, classes: 3, pooling: 'mean-max' }

vi.mock('../../../src/engines/wasm/kernels.ts', async original => {
  const real = await original<typeof kernels>()
  return { ...real, kernelBytes: vi.fn(real.kernelBytes) }
})

const { kernelBytes } = await vi.importActual<typeof kernels>('../../../src/engines/wasm/kernels.ts')

beforeEach(() => {
  vi.restoreAllMocks()
  vi.resetModules()
})

it.each(optimizers)('the builds for 128 and for 256 bits give the same bits, by $name', async optimizer => {
  expect(await trained('wide', optimizer)).toEqual(await trained('fused', optimizer))
})

/** The bits of 40 updates over minibatches of 1 to 20 texts, one row and more of each tile, and what comes of them. */
async function trained(build: kernels.Build, optimizer: Optimizer) {
  const random = new Random(31)
  const state = fresh(randomParameters(random, sizes, Float32Array)) as EngineOptions['state']
  const options = { ...usual, sizes, state, optimizer, adversarial: 0.3, maximumNorm: 0.5 }
  const engine: Engine = await openWasmEngine(options, { build })
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

/** The bytes of the relaxed multiply-add, and of its twin that subtracts the product. */
const [multiplyAdd, wrong] = [
  [0xfd, 0x85, 0x02],
  [0xfd, 0x86, 0x02],
]

/** The wide build with a multiply-add of a kernel made wrong, for some of them. */
async function brokenBuilds(kernel: string): Promise<Uint8Array<ArrayBuffer>[]> {
  const bytes = await kernelBytes('wide')
  const { begin, end } = functionBody(bytes, kernel)
  const places = [...bytes.keys()].slice(begin, end).filter(at => {
    return multiplyAdd.every((byte, n) => bytes[at + n] === byte)
  })
  const few = places.filter((_, n) => n % Math.ceil(places.length / 5) === 0)
  expect(few.length).toBeGreaterThan(0)
  return few.map(at => {
    const broken = bytes.slice()
    broken.set(wrong, at)
    return broken
  })
}

describe('the proof', () => {
  it('finds the builds for 128 and 256 bits equal, and the one without fused multiply-add other', async () => {
    const [fused, wide, separate] = await Promise.all(
      (['fused', 'wide', 'separate'] as const).map(build => kernels.compile(build)),
    )
    expect(await givesSameBits(wide!, fused!)).toBe(true)
    expect(await givesSameBits(separate!, fused!)).toBe(false)
  })

  it.each([
    ...['tile1x32', 'tile2x32', 'tile3x16', 'tile4x16', 'tile5x16', 'tile6x16', 'tile4x8'],
    ...['gatesForward', 'gatesInference', 'gatesBackward', 'step', 'skipGramStep'],
  ])('finds one wrong operation in %s', async kernel => {
    const fused = await kernels.compile('fused')
    for (const broken of await brokenBuilds(kernel)) {
      expect(await givesSameBits(new WebAssembly.Module(broken), fused)).toBe(false)
    }
  })
})

describe('the choice', () => {
  const parameters = randomParameters(new Random(1), sizes, Float32Array)
  const options = { ...usual, sizes, parameters }

  /** A fresh process's choice, where V8 joins vectors and the build for them is such. */
  async function choiceOf(build?: Uint8Array<ArrayBuffer>) {
    const { host } = await import('../../../src/host/index.ts')
    vi.spyOn(host, 'compileNow').mockReturnValue(true)
    const mocked = await import('../../../src/engines/wasm/kernels.ts')
    vi.mocked(mocked.kernelBytes).mockResolvedValue(build ?? (await kernelBytes('wide')))
    return (await import('../../../src/engines/wasm/width.ts')).kernelsFor256
  }

  it('does not believe wrong kernels, and refuses them where they are asked for', async () => {
    const [broken] = await brokenBuilds('tile4x16')
    const kernelsFor256 = await choiceOf(broken)
    expect(await kernelsFor256('auto')).toBeUndefined()
    const refusal = { name: 'LstmError', code: 'usage', message: expect.stringContaining('other bits') }
    await expect(kernelsFor256('256')).rejects.toEqual(expect.objectContaining(refusal))
  })

  it('goes on without kernels that fail', async () => {
    const empty = Uint8Array.of(0, ...Buffer.from('asm'), 1, 0, 0, 0)
    const kernelsFor256 = await choiceOf(empty)
    expect(await kernelsFor256('auto')).toBeUndefined()
    await expect(kernelsFor256('256')).rejects.toEqual(expect.objectContaining({ code: 'usage' }))
  })

  it('goes on without kernels that cannot be read, and gives them where they can be the next time', async () => {
    const kernelsFor256 = await choiceOf()
    const mocked = await import('../../../src/engines/wasm/kernels.ts')
    const unreadable = new Error('EMFILE')
    vi.mocked(mocked.kernelBytes).mockRejectedValueOnce(unreadable).mockRejectedValueOnce(unreadable)
    expect(await kernelsFor256('auto')).toBeUndefined()
    await expect(kernelsFor256('256')).rejects.toEqual(expect.objectContaining({ code: 'usage' }))
    expect(await kernelsFor256('256')).toBeInstanceOf(WebAssembly.Module)
  })

  it('gives right kernels where they are asked for, and makes them once', async () => {
    const kernelsFor256 = await choiceOf()
    expect(await kernelsFor256('256')).toBeInstanceOf(WebAssembly.Module)
    expect(await kernelsFor256('256')).toBe(await kernelsFor256('256'))
    expect(await kernelsFor256('128')).toBeUndefined()
  })

  it('is not made for who does not ask, and no flag of the process is set', async () => {
    const compileNow = vi.spyOn(host, 'compileNow')
    for (const vectorWidth of [undefined, '128'] as const) {
      const given = vectorWidth ? { vectorWidth } : {}
      const predictor = await openPredictor({ ...options, ...given })
      await predictor.probabilities(randomMinibatch(new Random(2), sizes, [3, 1]))
      expect(predictor.vectorBits).toBe(128)
      await predictor.dispose()
      await openSkipGram({
        vocabulary: 3,
        embedding: 2,
        vectors: new Float32Array(6),
        most: { words: 1, others: 2 },
        ...given,
      })
    }
    expect(compileNow).not.toHaveBeenCalled()
  })

  const joins = Number(process.versions.node.split('.')[0]) >= 24
  it.skipIf(!joins)('256 computes with 256 bits from the first call on, to the same bits', async () => {
    const random = new Random(4)
    const batch = randomMinibatch(random, sizes, [9, 4, 4])
    const run = async (vectorWidth: '128' | '256') => {
      const state = { parameters, accumulators: {} }
      const engine = await openEngine({
        ...usual,
        sizes,
        state,
        optimizer: { name: 'adadelta' },
        vectorWidth,
      })
      const cost = await engine.update(batch)
      const result = { cost, rows: hex(await engine.probabilities(batch)), vectorBits: engine.vectorBits }
      await engine.dispose()
      return result
    }
    expect(await run('256')).toEqual({ ...(await run('128')), vectorBits: 256 })
  })

  it.skipIf(joins)('256 is refused where this Node cannot, auto is not', async () => {
    const refusal = { name: 'LstmError', code: 'usage', message: expect.stringContaining('Node 24') }
    await expect(openPredictor({ ...options, vectorWidth: '256' })).rejects.toEqual(
      expect.objectContaining(refusal),
    )
    const predictor = await openPredictor({ ...options, vectorWidth: 'auto' })
    expect(predictor.vectorBits).toBe(128)
    await predictor.dispose()
  })
})

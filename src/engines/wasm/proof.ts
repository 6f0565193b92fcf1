import { joinedArrays } from '../../joined-arrays.ts'
import { Random } from '../../random.ts'
import { type Optimizer, type Parameters, parameterShapes, type Sizes } from '../engine.ts'
import { Arena } from './arena.ts'
import { openKernels } from './kernels.ts'
import { WasmEngine } from './trainer.ts'
import { openWasmSkipGram } from './wasm-skip-gram.ts'

/** Small, with rests in every direction. */
const sizes: Sizes = { vocabulary: 30, embedding: 37, hidden: 22, classes: 3, pooling: 'mean-max' }

/** Texts of the minibatches that each optimizer is tried on; the last one with all that an engine can be asked for. */
const courses: readonly { optimizer: Optimizer; texts: readonly number[]; adversarial: number }[] = [
  { optimizer: { name: 'sgd', learningRate: 0.1 }, texts: [8], adversarial: 0 },
  { optimizer: { name: 'adadelta' }, texts: [1, 3], adversarial: 0 },
  { optimizer: { name: 'rmsprop' }, texts: [2, 1, 3], adversarial: 0 },
  { optimizer: { name: 'adam', learningRate: 0.01, epsilon: 1e-8 }, texts: [5, 6, 7, 13], adversarial: 0.3 },
]

/** Whether two modules of kernels train and predict to the same bits, on random minibatches, with each optimizer. */
export async function givesSameBits(one: WebAssembly.Module, other: WebAssembly.Module): Promise<boolean> {
  for (const course of courses) {
    const [first, second] = [await trace(one, course), await trace(other, course)]
    if (differ(first, second)) return false
  }
  return !differ(traceVectors(one), traceVectors(other))
}

function differ(one: Int32Array, other: Int32Array): boolean {
  return one.length !== other.length || one.some((word, n) => word !== other[n])
}

/** The bits of all that comes out of a short training. */
async function trace(
  module: WebAssembly.Module,
  { optimizer, texts, adversarial }: (typeof courses)[number],
): Promise<Int32Array> {
  const random = new Random(1)
  const state = { parameters: drawParameters(random), accumulators: {} }
  const maximumNorm = adversarial > 0 ? 1 : 0
  const method = { optimizer, adversarial, maximumNorm, keepProbability: 0.5, weightDecay: 0.001 }
  const engine = new WasmEngine(module, { ...method, sizes, state, threads: 1 }, {})
  await engine.transpose()
  const results: Float32Array[] = []
  for (const count of texts) {
    results.push(Float32Array.of(await engine.update(drawMinibatch(random, count))))
    // Other words, some of which owe updates.
    results.push(await engine.probabilities(drawMinibatch(random, count)))
  }
  const { parameters, accumulators } = await engine.state()
  for (const set of [parameters, ...Object.values(accumulators)]) results.push(...Object.values(set))
  await engine.dispose()
  return bitsOf(results)
}

/** The bits of word vectors after some steps. */
function traceVectors(module: WebAssembly.Module): Int32Array {
  const random = new Random(2)
  const { vocabulary, embedding } = sizes
  const vectors = Float32Array.from({ length: vocabulary * embedding }, () => random.gaussian())
  const skipGram = openWasmSkipGram(module, { vocabulary, embedding, vectors, most: { words: 4, others: 5 } })
  for (let step = 0; step < 20; step++) {
    const others = random.permutation(vocabulary).subarray(0, 1 + (step % 5))
    const ids = Int32Array.from({ length: 1 + (step % 4) }, () => random.integer(vocabulary - 1))
    skipGram.learn(ids, others, 0.1)
  }
  return bitsOf([skipGram.vectors()])
}

function drawParameters(random: Random): Parameters {
  const drawn = Object.entries(parameterShapes(sizes)).map(([name, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1)
    return [name, Float32Array.from({ length }, () => random.gaussian())]
  })
  return Object.fromEntries(drawn) as Parameters
}

function drawMinibatch(random: Random, texts: number) {
  const steps = 9
  const draw = (length: number, limit: number) => Int32Array.from({ length }, () => random.integer(limit - 1))
  const lengths = Int32Array.from({ length: texts }, () => random.integer(steps))
  lengths[0] = steps
  return { tokens: draw(steps * texts, sizes.vocabulary), lengths, labels: draw(texts, sizes.classes) }
}

function bitsOf(arrays: readonly Float32Array[]): Int32Array {
  return new Int32Array(joinedArrays(Float32Array, arrays).buffer)
}

/** Whether the product kernel of one module takes less than nine tenths of the other's time, by the best of some runs. */
export function isFaster(one: WebAssembly.Module, other: WebAssembly.Module): boolean {
  const [first, second] = [productOf(one), productOf(other)]
  let [best, limit] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < rounds; round++) {
    best = Math.min(best, timeOf(first))
    limit = Math.min(limit, timeOf(second))
  }
  return best < 0.9 * limit
}

const rounds = 8

/** x W for 64 rows at D = H = 128: 0.1 ms. */
function productOf(module: WebAssembly.Module): () => void {
  const arena = new Arena({ most: 2 ** 24 })
  const { multiply } = openKernels(module, arena.memory)
  const [m, k, n] = [64, 128, 512]
  const { a, b, out } = arena.keep({ a: 4 * m * k, b: 4 * k * n, out: 4 * m * n })
  for (const [address, count] of [[a, m * k] as const, [b, k * n] as const]) {
    arena.floats(address, count).forEach((_, at, values) => {
      values[at] = (at % 7) - 3
    })
  }
  return () => multiply(m, k, n / 8, a, 16 * k, b, 32 * k, 0, out, 4 * n, 32)
}

function timeOf(run: () => void): number {
  const begin = performance.now()
  run()
  return performance.now() - begin
}

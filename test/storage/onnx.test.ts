import { env, InferenceSession, Tensor } from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { type Minibatch, poolings, type Sizes } from '../../src/engines/engine.ts'
import { openPredictor } from '../../src/engines/reference/index.ts'
import { Random } from '../../src/random.ts'
import { encodeOnnx } from '../../src/storage/onnx.ts'
import { randomMinibatch, randomParameters } from '../engines/random-model.ts'

env.wasm.numThreads = 1
env.logLevel = 'error'

const producer = { name: 'lstm', version: 'test' }

/** Time-major ids as the graph's rows, with its 64-bit integers. */
function feeds({ tokens, lengths }: Minibatch): Record<string, Tensor> {
  const batch = lengths.length
  const time = tokens.length / batch
  const rows = new BigInt64Array(tokens.length)
  for (let t = 0; t < time; t++)
    for (let b = 0; b < batch; b++) rows[b * time + t] = BigInt(tokens[t * batch + b]!)
  return {
    tokens: new Tensor('int64', rows, [batch, time]),
    lengths: new Tensor('int64', BigInt64Array.from(lengths, BigInt), [batch]),
  }
}

async function difference(
  sizes: Sizes,
  keepProbability: number,
  lengths: number[],
  seed: number,
): Promise<number> {
  const random = new Random(seed)
  const parameters = randomParameters(random, sizes, Float32Array)
  const batch = randomMinibatch(random, sizes, lengths)
  const predictor = await openPredictor({ sizes, parameters, keepProbability, threads: 1 })
  const ours = await predictor.probabilities(batch)
  const session = await InferenceSession.create(
    encodeOnnx({ sizes, parameters, keepProbability, metadata: { labels: '["a","b"]' }, producer }),
  )
  const { probabilities } = await session.run(feeds(batch))
  await session.release()
  expect(probabilities!.dims).toEqual([lengths.length, sizes.classes])
  const theirs = probabilities!.data as Float32Array
  return Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]!)))
}

describe('ONNX', () => {
  it.each([
    { vocabulary: 50, embedding: 7, hidden: 7, classes: 2, keep: 0.5, lengths: [9, 0, 1, 5, 9] },
    { vocabulary: 30, embedding: 5, hidden: 12, classes: 5, keep: 1, lengths: [1] },
    { vocabulary: 300, embedding: 64, hidden: 32, classes: 3, keep: 0.5, lengths: [200, 31, 0, 120] },
    { vocabulary: 10, embedding: 3, hidden: 2, classes: 2, keep: 0.5, lengths: [4, 4] },
  ])(
    'gives our probabilities to 1e-5 in onnxruntime: $vocabulary x $embedding, $hidden units, lengths $lengths',
    async ({ keep, lengths, ...sizes }) => {
      for (const [seed, pooling] of [...poolings, ...poolings].entries()) {
        expect(await difference({ ...sizes, pooling }, keep, lengths, seed)).toBeLessThan(1e-5)
      }
    },
  )

  it('gives softmax(b) for texts of no tokens, padded to one', async () => {
    const sizes: Sizes = { vocabulary: 5, embedding: 2, hidden: 3, classes: 2, pooling: 'mean' }
    const parameters = {
      ...randomParameters(new Random(5), sizes, Float32Array),
      b: Float32Array.of(0, Math.log(3)),
    }
    const session = await InferenceSession.create(
      encodeOnnx({ sizes, parameters, keepProbability: 0.5, metadata: {}, producer }),
    )
    const { probabilities } = await session.run(
      feeds({ tokens: Int32Array.of(4, 0), lengths: Int32Array.of(0, 0) }),
    )
    for (const [i, expected] of [0.25, 0.75, 0.25, 0.75].entries()) {
      expect(probabilities!.data[i]).toBeCloseTo(expected, 6)
    }
  })

  it('names its inputs and outputs', async () => {
    const sizes: Sizes = { vocabulary: 5, embedding: 2, hidden: 3, classes: 2, pooling: 'mean' }
    const parameters = randomParameters(new Random(6), sizes, Float32Array)
    const session = await InferenceSession.create(
      encodeOnnx({ sizes, parameters, keepProbability: 1, metadata: {}, producer }),
    )
    expect(session.inputNames).toEqual(['tokens', 'lengths'])
    expect(session.outputNames).toEqual(['probabilities'])
  })
})

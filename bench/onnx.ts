/**
 *     npx tsx bench/onnx.ts PATH [TEXTS]
 *
 * The answers of an official model to test reviews given as word ids, by this engine and by ONNX Runtime on the exported model, in turn,
 * on one thread and on two. PATH is the module of an `onnxruntime-node` installed elsewhere, such as
 * /somewhere/node_modules/onnxruntime-node/dist/index.js: the package is large and nothing else here needs it. Both get
 * the same minibatches: 64 texts of about one length.
 */
import { createRequire } from 'node:module'
import { TextDataset } from '../src/data/dataset.ts'
import { select } from '../src/data/split.ts'
import { openPredictor } from '../src/engines/wasm/index.ts'
import { probabilitiesOf } from '../src/model/probabilities.ts'
import { Random } from '../src/random.ts'
import { encodeOnnx } from '../src/storage/onnx.ts'
import { officialSizes, openOfficial } from './data.ts'
import { alternate, lineOf, median, summary } from './measure.ts'
import { vectorWidths } from './widths.ts'

/** What is used of onnxruntime-node. */
interface Runtime {
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: { intraOpNumThreads: number },
    ): Promise<{
      run(feeds: Record<string, unknown>): Promise<{ probabilities: { data: Float32Array } }>
      release(): Promise<void>
    }>
  }
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown
}

const [path, count = '2000'] = process.argv.slice(2)
if (path === undefined) throw new Error('where is onnxruntime-node?')
const { InferenceSession, Tensor }: Runtime = createRequire(import.meta.url)(path)

const { session, testReviews } = await openOfficial()
const { parameters } = session.network!.state.engine
const onnx = encodeOnnx({
  ...{ sizes: officialSizes, parameters, keepProbability: 0.5 },
  ...{ metadata: {}, producer: { name: 'lstm', version: 'bench' } },
})
const texts = select(
  testReviews,
  new Random(3).permutation(testReviews.labels.length).slice(0, Number(count)),
)
const lengthOf = (text: number) => texts.offsets[text + 1]! - texts.offsets[text]!
const order = [...texts.labels.keys()].sort((a, b) => lengthOf(a) - lengthOf(b))
const vectorWidth = (await vectorWidths()).at(-1)!

for (const threads of [1, 2]) {
  const runtime = await InferenceSession.create(onnx, { intraOpNumThreads: threads })
  const answers: Float32Array[] = [new Float32Array(0), new Float32Array(0)]
  const times = await alternate(
    5,
    [
      async () => {
        const predictor = await openPredictor({
          sizes: officialSizes,
          parameters,
          keepProbability: 0.5,
          threads,
          vectorWidth,
        })
        answers[0] = await probabilitiesOf(predictor, new TextDataset(texts), { classes: 2, batchSize: 64 })
        await predictor.dispose()
      },
      async () => {
        answers[1] = await byRuntime(runtime)
      },
    ],
    1,
  )
  const furthest = answers[0]!.reduce((most, p, at) => Math.max(most, Math.abs(p - answers[1]![at]!)), 0)
  const [own, theirs] = times.map((of, which) =>
    summary(`evaluate-${count}-${which === 0 ? `lstm-${vectorWidth}` : 'onnxruntime'}`, threads, of),
  )
  console.log(lineOf(own!))
  console.log(lineOf(theirs!))
  const shares = times[0]!.map((time, run) => time / times[1]![run]!).sort((a, b) => a - b)
  console.log(JSON.stringify({ threads, share: median(shares), shares, furthest }))
  await runtime.release()
}

async function byRuntime(
  runtime: Awaited<ReturnType<Runtime['InferenceSession']['create']>>,
): Promise<Float32Array> {
  const answers = new Float32Array(2 * order.length)
  for (let first = 0; first < order.length; first += 64) {
    const batch = order.slice(first, first + 64)
    const time = Math.max(1, lengthOf(batch.at(-1)!))
    const tokens = new BigInt64Array(batch.length * time)
    for (const [row, text] of batch.entries()) {
      for (let t = 0; t < lengthOf(text); t++)
        tokens[row * time + t] = BigInt(texts.tokens[texts.offsets[text]! + t]!)
    }
    const { probabilities } = await runtime.run({
      tokens: new Tensor('int64', tokens, [batch.length, time]),
      lengths: new Tensor(
        'int64',
        BigInt64Array.from(batch, text => BigInt(lengthOf(text))),
        [batch.length],
      ),
    })
    for (const [row, text] of batch.entries())
      answers.set(probabilities.data.subarray(2 * row, 2 * row + 2), 2 * text)
  }
  return answers
}

/**
 * The engines side by side, and the LSTM that TensorFlow.js's layers give who writes it the usual way:
 *
 *     npx tsx bench/engines.ts
 *
 * V = 10,000, D = H = 128, as many threads as cores, random tokens. Prints one JSON object a line.
 */

import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import {
  type EngineName,
  type EngineState,
  engineNames,
  type LabelledMinibatch,
  type Sizes,
} from '../src/engines/engine.ts'
import { loadEngine } from '../src/engines/load-engine.ts'
import { reason } from '../src/errors.ts'
import { initializeParameters } from '../src/model/initialization.ts'
import { Random } from '../src/random.ts'
import { officialMethod } from './data.ts'
import { lineOf, type Measurement, summary } from './measure.ts'
import { openLayersModel } from './tensorflow-layers.ts'

const sizes: Sizes = { vocabulary: 10_000, embedding: 128, hidden: 128, classes: 2, pooling: 'mean' }

/** Minibatches of the official training, of evaluation, and of one text typed in. */
const shapes = {
  update: { B: 16, shortest: 50, longest: 100 },
  predict: { B: 64, shortest: 50, longest: 400 },
  'predict-one': { B: 1, shortest: 200, longest: 200 },
}
type Task = keyof typeof shapes

/** The work of one engine, or of what stands beside them. */
type Worker = Readonly<Record<Task, (batch: LabelledMinibatch) => Promise<unknown>>>

/** `TASK-ENGINE` for each of the tasks; an engine that is not installed here is left out, with its reason in `onMissing`. */
export async function measureEngines(
  n = 30,
  onMissing: (name: string, reason: string) => void = () => {},
): Promise<Measurement[]> {
  const workers: [string, () => Promise<Worker>][] = [
    ...engineNames.map(name => [name, () => openWorker(name)] as [string, () => Promise<Worker>]),
    ['tf.layers', openLayers],
  ]
  const measurements: Measurement[] = []
  for (const [name, open] of workers) {
    try {
      const worker = await open()
      for (const task of Object.keys(shapes) as Task[]) {
        measurements.push(await measure(`${task}-${name}`, minibatches(n, shapes[task]), worker[task]))
      }
    } catch (error) {
      onMissing(name, reason(error))
    }
  }
  return measurements
}

async function openWorker(name: EngineName): Promise<Worker> {
  const parameters = initializeParameters(sizes, new Random(1))
  const state: EngineState = { parameters, accumulators: {} }
  const { openEngine } = await loadEngine(name)
  const engine = await openEngine({
    ...officialMethod,
    sizes,
    state,
    threads: availableParallelism(),
  })
  const predict = (batch: LabelledMinibatch) => engine.probabilities(batch)
  return { update: batch => engine.update(batch), predict, 'predict-one': predict }
}

async function openLayers(): Promise<Worker> {
  const model = openLayersModel(sizes)
  const predict = (batch: LabelledMinibatch) => model.predict(batch, 400)
  return { update: batch => model.update(batch, 100), predict, 'predict-one': predict }
}

/** A slow worker does as many minibatches as fit in 20 seconds, at least 3. */
async function measure(
  name: string,
  batches: readonly LabelledMinibatch[],
  work: (batch: LabelledMinibatch) => Promise<unknown>,
): Promise<Measurement> {
  for (const batch of batches.slice(0, 3)) await work(batch)
  const times: number[] = []
  const end = performance.now() + 20_000
  for (const batch of batches) {
    const begin = performance.now()
    await work(batch)
    times.push(performance.now() - begin)
    if (performance.now() > end && times.length >= 3) break
  }
  return summary(name, availableParallelism(), times, median => ({
    texts_per_s: (1000 * batches[0]!.lengths.length) / median,
  }))
}

function minibatches(
  count: number,
  { B, shortest, longest }: { B: number; shortest: number; longest: number },
): LabelledMinibatch[] {
  const random = new Random(count)
  return Array.from({ length: count }, () => {
    const lengths = Int32Array.from({ length: B }, () => shortest + random.integer(longest - shortest))
    const T = Math.max(...lengths)
    const tokens = Int32Array.from({ length: T * B }, (_, n) =>
      Math.floor(n / B) < lengths[n % B]! ? 2 + random.integer(sizes.vocabulary - 3) : 0,
    )
    return { tokens, lengths, labels: Int32Array.from(lengths, () => random.integer(1)) }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = (name: string, why: string) => console.error(`${name}: ${why}`)
  for (const measurement of await measureEngines(30, report)) console.log(lineOf(measurement))
}

import { labelledMinibatch } from '../src/data/minibatches.ts'
import type { Engine, EngineOptions, EngineState, LabelledMinibatch, Masks } from '../src/engines/engine.ts'
import { openEngine } from '../src/engines/wasm/index.ts'
import { initializeParameters } from '../src/model/initialization.ts'
import { Random } from '../src/random.ts'
import { dropoutMasks, minibatchOf, officialMethod, officialSizes, openOfficial } from './data.ts'
import { alternate, type Benchmark, summary } from './measure.ts'
import { vectorWidths } from './widths.ts'

export type Lesson = readonly [LabelledMinibatch, Masks]

/** B = 16, lengths 50..100, ids uniform in 2..9,999: as good as no word occurs twice. */
export const updateB16: Benchmark = report => measureUpdates('update-b16', uniformLessons(), 100, report)

/** Minibatches of the official preset in the order of its first epoch. */
export const updateB16Official: Benchmark = async report => {
  const { lessons, state } = await officialLessons()
  await measureUpdates('update-b16-official', lessons, 100, report, state)
}

/** B = 64, the first 400 words of reviews that have as many. */
export const updateB64T400: Benchmark = async report =>
  measureUpdates('update-b64-t400', await longLessons(), 20, report)

/** Minibatches with synthetic ids, as in `update-b16`. */
export function uniformLessons(): Lesson[] {
  const random = new Random(1)
  return Array.from({ length: 16 }, () => {
    const texts = Array.from({ length: 16 }, () =>
      Int32Array.from({ length: 50 + random.integer(50) }, () => 2 + random.integer(9_997)),
    )
    return [minibatchOf(texts, random), dropoutMasks(16, random)]
  })
}

/** The first 100 minibatches of the official training, and what it starts from. */
export async function officialLessons(): Promise<{ lessons: Lesson[]; state: EngineState }> {
  const { session } = await openOfficial()
  const { train } = session.data
  const random = new Random(123)
  const order = random.permutation(train.size)
  const lessons: Lesson[] = []
  for (let n = 0; n < 100; n++) {
    const texts = await train.batch(order.subarray(16 * n, 16 * (n + 1)))
    lessons.push([labelledMinibatch(texts), dropoutMasks(16, random)])
  }
  return { lessons, state: session.network!.state.engine }
}

/** Eight minibatches of 64 texts of 400 words. */
export async function longLessons(): Promise<Lesson[]> {
  const { reviews } = await openOfficial()
  const { tokens, offsets } = reviews
  const random = new Random(2)
  const long = [...offsets.keys()].filter(i => offsets[i + 1]! - offsets[i]! >= 400)
  return Array.from({ length: 8 }, () => {
    const texts = Array.from({ length: 64 }, () => {
      const start = offsets[long[random.integer(long.length - 1)]!]!
      return tokens.subarray(start, start + 400)
    })
    return [minibatchOf(texts, random), dropoutMasks(64, random)]
  })
}

/** An engine with freshly drawn parameters, or with the given ones, and Adadelta. */
export function openTrainer(
  options: Pick<EngineOptions, 'threads' | 'vectorWidth'>,
  state = freshState(),
): Promise<Engine> {
  return openEngine({ ...officialMethod, ...options, sizes: officialSizes, state })
}

export function freshState(): EngineState {
  const parameters = initializeParameters(officialSizes, new Random(123))
  return { parameters, accumulators: {} }
}

/** In turn by each vector width on one thread and on two, so that all have the same machine. */
async function measureUpdates(
  name: string,
  lessons: readonly Lesson[],
  n: number,
  report: Parameters<Benchmark>[0],
  state?: EngineState,
): Promise<void> {
  const engines: Engine[] = []
  for (const vectorWidth of await vectorWidths()) {
    for (const threads of [1, 2]) engines.push(await openTrainer({ threads, vectorWidth }, state))
  }
  const lesson = (index: number) => lessons[index % lessons.length]!
  const times = await alternate(
    n,
    engines.map(engine => (index: number) => engine.update(...lesson(index))),
  )
  const tokens = lessons.flatMap(([{ lengths }]) => [...lengths]).reduce((sum, length) => sum + length, 0)
  for (const [e, engine] of engines.entries()) {
    const rates = (median: number) => ({ tokens_per_s: (1000 * tokens) / lessons.length / median })
    report(summary(widthName(name, engine), 1 + (e % 2), times[e]!, rates))
  }
  for (const engine of engines) await engine.dispose()
}

/** `update-b16`, or `update-b16-256` where that is how wide the vectors were. */
export function widthName(name: string, { vectorBits }: Pick<Engine, 'vectorBits'>): string {
  return vectorBits === 256 ? `${name}-256` : name
}

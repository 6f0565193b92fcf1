import type { Kernels } from '../src/engines/wasm/kernels.ts'
import { openWasmEngine } from '../src/engines/wasm/trainer.ts'
import { initializeParameters } from '../src/model/initialization.ts'
import { Random } from '../src/random.ts'
import { officialMethod, officialSizes } from './data.ts'
import { type Benchmark, summary, timesOf } from './measure.ts'
import { uniformLessons } from './update.ts'

/** What `train` (src/engines/wasm/assembly/training.ts) is made of, in its order. */
const phaseNames = [
  ...(['projectWords', 'forward', 'classifyTexts', 'backward', 'classifierGradients'] as const),
  ...(['reduceWords', 'recurrentGradient', 'inputGradient', 'updateDense'] as const),
]

type Phase = (typeof phaseNames)[number]
type PhaseKernels = Kernels & Readonly<Record<Phase, (thread: number) => void>>

/** The parts of the update of `update-b16` on one thread; `phases-rest` is what is done outside of the kernels. */
export const phases: Benchmark = async report => {
  const parameters = initializeParameters(officialSizes, new Random(123))
  const engine = await openWasmEngine({
    ...officialMethod,
    ...{ sizes: officialSizes, state: { parameters, accumulators: {} }, threads: 1 },
  })
  const times = new Map(phaseNames.map(name => [name, [] as number[]]))
  const timed = (name: Phase, run: () => void) => {
    const begin = performance.now()
    run()
    const taken = performance.now() - begin
    times.get(name)!.push(taken)
    return taken
  }
  const { runtime } = engine as unknown as { runtime: { kernels: Kernels } }
  const kernels = runtime.kernels as PhaseKernels
  let inKernels = 0
  const train = (thread: number) => {
    inKernels = phaseNames.reduce((sum, name) => sum + timed(name, () => kernels[name](thread)), 0)
  }
  Object.defineProperty(runtime, 'kernels', { value: { ...kernels, train } })

  const n = 100
  const lessons = uniformLessons()
  const rest: number[] = []
  await timesOf(n, async index => {
    const begin = performance.now()
    await engine.update(...lessons[index % lessons.length]!)
    rest.push(performance.now() - begin - inKernels)
  })
  for (const name of phaseNames) report(summary(`phases-${name}`, 1, times.get(name)!.slice(-n)))
  report(summary('phases-rest', 1, rest.slice(-n)))
  await engine.dispose()
}

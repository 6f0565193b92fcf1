import type { VectorWidth } from '../src/engines/engine.ts'
import type { Kernels } from '../src/engines/wasm/kernels.ts'
import { type Benchmark, summary, timesOf } from './measure.ts'
import { openTrainer, uniformLessons, widthName } from './update.ts'
import { vectorWidths } from './widths.ts'

/** What `train` (src/engines/wasm/assembly/training-kernels.ts) is made of, in its order. */
const phaseNames = [
  ...(['projectWords', 'forward', 'classifyTexts', 'backward', 'classifierGradients'] as const),
  ...(['reduceWords', 'recurrentGradient', 'inputGradient', 'updateDense'] as const),
]

type Phase = (typeof phaseNames)[number]
type PhaseKernels = Kernels & Readonly<Record<Phase, (thread: number) => void>>

/** The parts of the update of `update-b16` on one thread; `phases-rest` is what is done outside of the kernels. */
export const phases: Benchmark = async report => {
  for (const vectorWidth of await vectorWidths()) await measurePhases(vectorWidth, report)
}

async function measurePhases(vectorWidth: VectorWidth, report: Parameters<Benchmark>[0]): Promise<void> {
  const engine = await openTrainer({ threads: 1, vectorWidth })
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
  for (const name of phaseNames)
    report(summary(widthName(`phases-${name}`, engine), 1, times.get(name)!.slice(-n)))
  report(summary(widthName('phases-rest', engine), 1, rest.slice(-n)))
  await engine.dispose()
}

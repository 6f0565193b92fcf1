import {
  type EngineModule,
  type EngineOptions,
  type EngineState,
  type Parameters,
  type PredictorOptions,
  parameterNames,
} from '../../../src/engines/engine.ts'
import type { FloatArray, Precision } from '../../../src/engines/reference/arrays.ts'
import {
  openReferenceEngine,
  type ReferenceEngine,
  type ReferencePredictor,
} from '../../../src/engines/reference/index.ts'

export interface Tolerances {
  tolerance: number
  trainedTolerance?: number
}

type Public<T> = Pick<T, keyof T>
export type OpenPredictor = Public<ReferencePredictor<FloatArray>>
export type OpenEngine = Public<ReferenceEngine<FloatArray>>

/** `EngineModule`, or the reference engine's in float64. */
export interface CandidateModule extends Pick<EngineModule, 'openSkipGram'> {
  openPredictor(options: PredictorOptions): Promise<OpenPredictor>
  openEngine(options: EngineOptions): Promise<OpenEngine>
}

/** The engine that is being tested. */
export interface Candidate extends Required<Tolerances> {
  /** Whether it trains only as the official example does, without what else `EngineOptions` and Adam offer. */
  readonly officialOnly: boolean
  readonly module: CandidateModule
  readonly precision: Precision<FloatArray>
}

/** Engine options with a state of either precision, and what most cases do not vary left out. */
export type Setup = Pick<EngineOptions, 'sizes' | 'optimizer'> & {
  state: EngineState<FloatArray>
  keepProbability?: number
  weightDecay?: number
  adversarial?: number
  maximumNorm?: number
  threads?: number
}

/** The engine options that most cases do not vary. */
export const usual = { keepProbability: 0.5, weightDecay: 0, adversarial: 0, maximumNorm: 0, threads: 1 }

/** Runs `use` with the candidate's engine and disposes of it, whatever happens. */
export async function withEngine<R>(
  { module }: Candidate,
  setup: Setup,
  use: (engine: OpenEngine) => Promise<R>,
): Promise<R> {
  const engine = await module.openEngine({ ...usual, ...setup } as EngineOptions)
  try {
    return await use(engine)
  } finally {
    await engine.dispose()
  }
}

/** Runs `use` with the candidate's predictor and disposes of it, whatever happens. */
export async function withPredictor<R>(
  { module }: Candidate,
  options: Pick<PredictorOptions, 'sizes' | 'keepProbability'> & { parameters: Parameters<FloatArray> },
  use: (predictor: OpenPredictor) => Promise<R>,
): Promise<R> {
  const predictor = await module.openPredictor({ threads: 1, ...options } as PredictorOptions)
  try {
    return await use(predictor)
  } finally {
    await predictor.dispose()
  }
}

/** The judge: the reference engine in float64 with the same setup. */
export function openJudge(setup: Setup): ReferenceEngine<Float64Array> {
  return openReferenceEngine({ ...usual, ...setup }, Float64Array)
}

/** The state before the first update. */
export function fresh(parameters: Parameters<FloatArray>): EngineState<FloatArray> {
  return { parameters, accumulators: {} }
}

/** Every array of a state by a readable name, e.g. `rg2.Wemb`. */
export function tensors({ parameters, accumulators }: EngineState<FloatArray>): Map<string, FloatArray> {
  const sets = Object.entries({ parameters, ...accumulators })
  return new Map(
    sets.flatMap(([set, arrays]) => parameterNames.map(name => [`${set}.${name}`, arrays[name]] as const)),
  )
}

/** The bits of everything a state holds, for `toEqual`. */
export function bits(state: EngineState<FloatArray>): Record<string, string> {
  const { owed = new Int32Array() } = state
  const arrays = [...tensors(state), ['owed', owed] as const]
  return Object.fromEntries(arrays.map(([name, array]) => [name, hex(array)]))
}

/** The bits of an array. */
export function hex(array: FloatArray | Int32Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('hex')
}

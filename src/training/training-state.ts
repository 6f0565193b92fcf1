import type { EngineState, Parameters } from '../engines/engine.ts'
import type { RandomState } from '../random.ts'
import type { Validation } from './early-stopping.ts'

/** Everything a training needs to go on to the same bits, as it stands between two updates. */
export interface TrainingState {
  readonly engine: EngineState
  /** Draws shuffles, after the splits and the starting parameters. */
  readonly shuffles: RandomState
  /** Draws dropout masks. Official: a stream of its own, so that the shuffles do not depend on dropout. */
  readonly masks: RandomState
  /** Updates done. */
  readonly update: number
  /** Epochs begun. */
  readonly epoch: number
  /** The order of the training texts in this epoch, [n]. */
  readonly order: Int32Array
  /** Texts of `order` that are done. */
  readonly position: number
  readonly history: readonly Validation[]
  /** The costs since the newest validation, added up in their order; not known of a state that an older version saved. */
  readonly costs?: number | undefined
  readonly badCounter: number
  /** The parameters of the best validation so far, once there was one; of the last where the learning rate falls to 0. */
  readonly best: Parameters | undefined
  /** Of a training whose time is bounded: the seconds of it that are spent. */
  readonly seconds?: number | undefined
}

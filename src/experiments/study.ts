/** A study: cells of several kinds trained with several seeds, and how they compare. */
import { type MeanAndSpread, mean, measured } from './statistics.ts'
import type { StudyJob, StudyRun, StudySettings } from './study-training.ts'
import { outputs } from './task.ts'
import type { CellName } from './variants.ts'

/** Trains one network, here or elsewhere, now or when there is room. */
export type Trainer = (job: StudyJob) => Promise<StudyRun>

/** A cell trained with several seeds. */
export interface CellResult {
  readonly cell: CellName
  readonly parameters: number
  /** Mean squared errors averaged over the outputs, after training. */
  readonly trainingError: MeanAndSpread
  readonly freshError: MeanAndSpread
  /** [outputs] */
  readonly freshErrorByOutput: readonly MeanAndSpread[]
  /** Seconds to train one network. */
  readonly seconds: MeanAndSpread
  /** In the order of the seeds. */
  readonly runs: readonly StudyRun[]
}

/** Trains every cell with every seed; in the order of the cells. */
export function compareCells(
  cells: readonly CellName[],
  settings: StudySettings,
  seeds: readonly number[],
  train: Trainer,
): Promise<CellResult[]> {
  return Promise.all(
    cells.map(async cell =>
      summarize(cell, await Promise.all(seeds.map(seed => train({ cell, settings, seed })))),
    ),
  )
}

function summarize(cell: CellName, runs: readonly StudyRun[]): CellResult {
  return {
    cell,
    parameters: runs[0]!.parameters,
    trainingError: measured(runs.map(run => mean(run.trainingError))),
    freshError: measured(runs.map(run => mean(run.freshError))),
    freshErrorByOutput: Array.from({ length: outputs }, (_, k) =>
      measured(runs.map(run => run.freshError[k]!)),
    ),
    seconds: measured(runs.map(run => run.seconds)),
    runs,
  }
}

/** The whole study, on all cores: the cells side by side, then what each change makes of them. */
import { availableParallelism } from 'node:os'
import { ablate, type ChangeResult } from './ablation.ts'
import { type CellResult, compareCells, type Trainer } from './study.ts'
import type { StudySettings } from './study-training.ts'
import { openTrainingPool } from './training-pool.ts'
import type { CellName } from './variants.ts'

interface StudyPlan {
  readonly cells: readonly CellName[]
  readonly settings: StudySettings
  readonly seeds: readonly number[]
  /** Whether one thing at a time is changed as well. */
  readonly ablated: boolean
  /** Called after each trained network. */
  readonly onTrained: () => void
}

export interface Study extends Pick<StudyPlan, 'settings' | 'seeds'> {
  readonly comparison: readonly CellResult[]
  /** Empty where there was none. */
  readonly ablation: readonly ChangeResult[]
}

const mostThreads = 8

export async function runStudy({ cells, settings, seeds, ablated, onTrained }: StudyPlan): Promise<Study> {
  const pool = openTrainingPool(Math.min(availableParallelism(), mostThreads))
  const train: Trainer = async job => {
    const run = await pool.train(job)
    onTrained()
    return run
  }
  const [comparison, ablation] = await Promise.all([
    compareCells(cells, settings, seeds, train),
    ablated ? ablate(settings, seeds, train) : [],
  ]).finally(pool.close)
  return { settings, seeds, comparison, ablation }
}

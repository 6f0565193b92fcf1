import { type CellResult, compareCells, type Trainer } from './study.ts'
import type { StudyOptimizer } from './study-optimizers.ts'
import { originalMomentum, type StudySettings } from './study-training.ts'
import type { CellName } from './variants.ts'

/** One change to the settings or to the cells, with everything else as it was. */
interface Change {
  readonly name: string
  readonly settings: Partial<StudySettings>
  readonly cells: readonly CellName[]
}

export type ChangeName = keyof typeof changes

export interface ChangeResult {
  readonly change: ChangeName | 'none'
  readonly name: string
  readonly cells: readonly CellResult[]
}

const three = ['elman', 'tied', 'lstm-forget'] as const
const momentum = (rate: number): StudyOptimizer => ({ ...originalMomentum, rate })

/** What may be to blame for the LSTM's error, each changed alone; `repair` changes two. */
const changes = {
  weights: { name: 'larger starting weights, within 0.3', settings: { initScale: 0.3 }, cells: three },
  quarter: { name: 'h of elman divided by 4', settings: {}, cells: ['elman-quarter'] },
  open: { name: 'input and output gates start open', settings: {}, cells: ['tied-open', 'lstm-open'] },
  rate: { name: 'rate 0.01', settings: { optimizer: momentum(0.01) }, cells: three },
  adam: {
    name: 'adam, rate 0.003, decay 0.99',
    settings: { optimizer: { name: 'adam', rate: 0.003, decay: 0.99 } },
    cells: three,
  },
  repair: {
    name: 'gates start open, and rate 0.1',
    settings: { optimizer: momentum(0.1) },
    cells: ['elman', 'lstm-open'],
  },
} as const satisfies Record<string, Change>

/** Trains what each change names, with every seed; in the order of the changes. */
export function ablate(
  settings: StudySettings,
  seeds: readonly number[],
  train: Trainer,
): Promise<ChangeResult[]> {
  return Promise.all(
    (Object.keys(changes) as ChangeName[]).map(async change => {
      const { name, settings: changed, cells } = changes[change]
      return { change, name, cells: await compareCells(cells, { ...settings, ...changed }, seeds, train) }
    }),
  )
}

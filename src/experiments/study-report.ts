/** What `lstm lag` says of a study: on a terminal, and as JSON. */
import type { ChangeResult } from './ablation.ts'
import { formatError } from './error-format.ts'
import { findings } from './findings.ts'
import type { Study } from './lag-study.ts'
import type { CellResult } from './study.ts'
import type { StudyOptimizer } from './study-optimizers.ts'
import { ablationTable, comparisonTable } from './study-tables.ts'
import { zeroError } from './task.ts'
import { plotCurves, plotExample } from './terminal-plots.ts'

/** Tables and plots; where there was an ablation, its table and the answer in sentences as well. */
export function studyReport({ settings, seeds, comparison, ablation }: Study): string {
  const { sequences, steps, epochs, hidden, initScale, optimizer } = settings
  const proper = comparison.filter(({ cell }) => cell !== 'lstm')
  const sections = [
    `Mean squared error, ${spreadOf(seeds)}: ${sequences} sequences of ${steps} steps, ${epochs} epochs, ${hidden} hidden units,\n` +
      `weights within ${initScale}, ${describeOptimizer(optimizer)}. Always predicting 0 makes an error of ${formatError(zeroError(steps))}.\n`,
    comparisonTable(comparison),
    `Training error over epochs\n\n${plotCurves(comparison)}`,
    `A sequence never trained on\n\n${plotExample(comparison)}`,
  ]
  if (ablation.length > 0) {
    sections.push(
      'One change at a time: error on fresh sequences\n',
      ablationTable([{ change: 'none', name: 'none, as above', cells: proper }, ...ablation]),
      findings(comparison, ablation)
        .map(sentence => `- ${sentence}\n`)
        .join(''),
    )
  }
  return sections.join('\n')
}

function spreadOf(seeds: readonly number[]): string {
  return seeds.length === 1 ? `seed ${seeds[0]}` : `mean ± standard deviation of ${seeds.length} seeds`
}

function describeOptimizer(optimizer: StudyOptimizer): string {
  switch (optimizer.name) {
    case 'momentum':
      return `gradient descent at rate ${optimizer.rate} with momentum ${optimizer.initialMomentum}, then ${optimizer.momentum}`
    case 'adam':
      return `adam at rate ${optimizer.rate}`
    case 'adadelta':
      return 'adadelta'
  }
}

/** The study as JSON has it: lists in the place of typed arrays. */
export function studyJson({ settings, comparison, ablation }: Study) {
  return { settings, comparison: comparison.map(plainCell), ablation: ablation.map(plainChange) }
}

function plainCell({ runs, ...summary }: CellResult) {
  return {
    ...summary,
    runs: runs.map(({ example, ...run }) => ({
      ...run,
      example: { target: [...example.target], predicted: [...example.predicted] },
    })),
  }
}

function plainChange({ cells, ...change }: ChangeResult) {
  return { ...change, cells: cells.map(plainCell) }
}

import type { ChangeName, ChangeResult } from './ablation.ts'
import { formatError } from './error-format.ts'
import type { CellResult } from './study.ts'
import type { CellName } from './variants.ts'

/** The answer in sentences. Every figure is measured, and the wording holds whatever they are. */
export function findings(comparison: readonly CellResult[], ablation: readonly ChangeResult[]): string[] {
  const plain = (cell: CellName) => freshError(comparison, cell)
  const changed = (name: ChangeName, cell: CellName) =>
    freshError(ablation.find(({ change }) => change === name)!.cells, cell)
  const step = (cell: CellName, name: ChangeName, changedCell = cell) =>
    `${formatError(plain(cell))} to ${formatError(changed(name, changedCell))}`
  return [
    `As given, tied makes ${times(plain('tied') / plain('elman'))} times the error of elman, lstm-forget ${times(plain('lstm-forget') / plain('elman'))} times.`,
    `The tying? With its gates held open, tied goes from ${step('tied', 'open', 'tied-open')}, its weights still shared.`,
    `The tiny starting weights? Thirty times larger: tied goes from ${step('tied', 'weights')}, lstm-forget from ${step('lstm-forget', 'weights')}.`,
    `The gates at one half? Started open, lstm-forget goes from ${step('lstm-forget', 'open', 'lstm-open')}; elman with h divided by 4, as two gates at one half do it, from ${step('elman', 'quarter', 'elman-quarter')}.`,
    `The rate? Ten times it: tied goes from ${step('tied', 'rate')}, lstm-forget from ${step('lstm-forget', 'rate')}.`,
    `What tying costs when training gets there, with adam: tied ${formatError(changed('adam', 'tied'))}, lstm-forget ${formatError(changed('adam', 'lstm-forget'))}, elman ${formatError(changed('adam', 'elman'))}.`,
    `A proper LSTM under plain gradient descent, gates started open and rate 0.1: ${formatError(changed('repair', 'lstm-open'))}. elman: ${formatError(plain('elman'))} as given, ${formatError(changed('repair', 'elman'))} at that rate.`,
  ]
}

function freshError(results: readonly CellResult[], wanted: CellName): number {
  return results.find(({ cell }) => cell === wanted)!.freshError.mean
}

function times(ratio: number): string {
  return ratio >= 10 ? ratio.toFixed(0) : ratio.toPrecision(2)
}

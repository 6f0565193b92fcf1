import { elman } from './cells/elman.ts'
import { lstmCell } from './cells/lstm-cell.ts'
import { tied } from './cells/tied.ts'
import type { Architecture } from './study-parameters.ts'

/** The cells that are compared, and three that exist to answer why: each of them changes one thing. */
export const cellNames = [
  'elman',
  'tied',
  'lstm',
  'lstm-forget',
  'elman-quarter',
  'tied-open',
  'lstm-open',
] as const
export type CellName = (typeof cellNames)[number]

/** Those that are compared where nobody says which. */
export const comparedCells: readonly CellName[] = ['elman', 'tied', 'lstm', 'lstm-forget']

/** What an open input or output gate adds to its pre-activation: sigmoid(3) = 0.95. */
const opening = 3

const cellDescriptions: Readonly<Record<CellName, string>> = {
  elman: 'h = tanh(z)',
  tied: 'an LSTM with one pre-activation for its three gates and its candidate',
  lstm: 'an LSTM with weights of its own for each gate, without biases',
  'lstm-forget': 'the same with biases; that of the forget gate starts at 1',
  'elman-quarter': 'elman with h = tanh(z) / 4',
  'tied-open': 'tied with a constant 3 added in the input and output gates',
  'lstm-open': 'lstm-forget whose input and output gate biases start at 3',
}

/** The cells for the help, a line each. */
export const cellLines = cellNames.map(name => `  ${name.padEnd(14)} ${cellDescriptions[name]}`)

/** The cell by name with its sizes and biases; `forgetBias` is where the forget gate's starts, where there is one. */
export function architecture(name: CellName, hidden: number, forgetBias: number): Architecture {
  switch (name) {
    case 'elman':
      return { cell: elman(), hidden, bias: 'zero' }
    case 'elman-quarter':
      return { cell: elman(1 / 4), hidden, bias: 'zero' }
    case 'tied':
      return { cell: tied(), hidden, bias: 'zero' }
    case 'tied-open':
      return { cell: tied(opening), hidden, bias: 'zero' }
    case 'lstm':
      return { cell: lstmCell, hidden, bias: 'none' }
    case 'lstm-forget':
      return { cell: lstmCell, hidden, bias: { input: 0, forget: forgetBias, output: 0 } }
    case 'lstm-open':
      return { cell: lstmCell, hidden, bias: { input: opening, forget: forgetBias, output: opening } }
  }
}

export function hasForgetGate(name: CellName): boolean {
  const { bias } = architecture(name, 1, 0)
  return typeof bias === 'object'
}

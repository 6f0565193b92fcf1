import { LstmError } from '../errors.ts'
import {
  defaults,
  type IntegerRow,
  type Naming,
  type NumberRow,
  type Row,
  refuseIdle,
  type Values,
} from '../settings/table.ts'
import type { StudyOptimizer } from './study-optimizers.ts'
import { originalMomentum, originalSettings, type StudySettings } from './study-training.ts'
import { type CellName, comparedCells, hasForgetGate } from './variants.ts'

const adamRate = 0.003
const largestCount = 1_000_000

/** The numbers of the experiment, and the optimizer with its own. */
export const lagTable = {
  seeds: integer(3, 1, 'networks to train of each cell'),
  seed: integer(0, 0, 'the first seed'),
  epochs: integer(originalSettings.epochs, 1, 'passes over the sequences'),
  sequences: integer(originalSettings.sequences, 1, 'sequences to train on'),
  steps: integer(originalSettings.steps, 1, 'time steps of a sequence'),
  hidden: integer(originalSettings.hidden, 1, 'hidden units'),
  initScale: {
    kind: 'number',
    default: originalSettings.initScale,
    minimum: 0,
    open: true,
    help: 'weights start uniform within plus and minus this',
  },
  forgetBias: {
    kind: 'number',
    default: originalSettings.forgetBias,
    minimum: -1000,
    maximum: 1000,
    help: 'where the bias of the forget gate starts, in the cells that have one',
  },
  optimizer: {
    kind: 'choice',
    default: 'momentum',
    choices: ['momentum', 'adam', 'adadelta'],
    help: 'how the weights move',
  },
  rate: {
    kind: 'number',
    default: originalMomentum.rate,
    minimum: 0,
    open: true,
    appliesTo: { optimizer: ['momentum', 'adam'] },
    help: `learning rate; of adam ${adamRate} where none is given`,
  },
  decay: {
    ...fraction(originalMomentum.decay, 'factor on the rate, an epoch'),
    appliesTo: { optimizer: ['momentum', 'adam'] },
  },
  momentum: { ...fraction(originalMomentum.momentum, 'in the end'), appliesTo: { optimizer: ['momentum'] } },
  initialMomentum: {
    ...fraction(originalMomentum.initialMomentum, 'at the start'),
    appliesTo: { optimizer: ['momentum'] },
  },
  momentumSwitch: {
    ...integer(originalMomentum.switchAfter, 0, 'epochs at the start'),
    appliesTo: { optimizer: ['momentum'] },
  },
} as const satisfies Record<string, Row>

type LagSettings = Values<typeof lagTable>

function integer(standard: number, minimum: number, help: string): IntegerRow {
  return { kind: 'integer', default: standard, minimum, maximum: largestCount, help }
}

function fraction(standard: number, help: string): NumberRow {
  return { kind: 'number', default: standard, minimum: 0, maximum: 1, help }
}

/** What the ablation varies, so that it says nothing about a run for which one of these was chosen. */
const variedSettings = [
  'initScale',
  'optimizer',
  'rate',
  'decay',
  'momentum',
  'initialMomentum',
  'momentumSwitch',
] as const satisfies readonly (keyof LagSettings)[]

/** What is to be trained, and whether the ablation belongs to it. */
interface AskedStudy {
  readonly cells: readonly CellName[]
  readonly settings: StudySettings
  readonly seeds: readonly number[]
  readonly ablated: boolean
}

/**
 * @param given the settings that were chosen
 * @throws LstmError 'usage' for what would do nothing, and where the ablation is wanted and does not belong to them
 */
export function askedStudy(
  given: Partial<LagSettings>,
  { cell, ablation }: { readonly cell?: readonly CellName[]; readonly ablation?: boolean },
  nameOf: Naming,
): AskedStudy {
  const chosen = { ...defaults(lagTable), ...given }
  refuseIdle(lagTable, given, chosen, nameOf)
  const cells = cell ? [...new Set(cell)] : comparedCells
  if (given.forgetBias !== undefined && !cells.some(hasForgetGate)) {
    throw new LstmError('usage', `${nameOf('forgetBias')} does nothing without a cell that has a forget gate`)
  }
  const varied = cell ? 'cell' : variedSettings.find(name => given[name] !== undefined)
  if (ablation && varied !== undefined) {
    throw new LstmError('usage', `${nameOf('ablation')} does not go with ${nameOf(varied)}, which it varies`)
  }
  return {
    cells,
    settings: studySettings(chosen, given.rate),
    seeds: Array.from({ length: chosen.seeds }, (_, index) => chosen.seed + index),
    ablated: ablation !== false && varied === undefined,
  }
}

/** @param rate the one that was given, since each optimizer has its own default */
function studySettings(chosen: LagSettings, rate: number | undefined): StudySettings {
  const { epochs, sequences, steps, hidden, initScale, forgetBias } = chosen
  return { epochs, sequences, steps, hidden, initScale, forgetBias, optimizer: chosenOptimizer(chosen, rate) }
}

function chosenOptimizer(chosen: LagSettings, rate: number | undefined): StudyOptimizer {
  const { optimizer: name, decay, initialMomentum, momentum, momentumSwitch } = chosen
  switch (name) {
    case 'momentum':
      return { name, rate: chosen.rate, decay, initialMomentum, momentum, switchAfter: momentumSwitch }
    case 'adam':
      return { name, rate: rate ?? adamRate, decay }
    case 'adadelta':
      return { name }
  }
}

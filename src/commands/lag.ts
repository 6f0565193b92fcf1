import { Command, Option } from 'commander'
import { LstmError } from '../errors.ts'
import { runStudy } from '../experiments/lag-study.ts'
import type { StudyOptimizer } from '../experiments/study-optimizers.ts'
import { studyJson, studyReport } from '../experiments/study-report.ts'
import { originalMomentum, originalSettings, type StudySettings } from '../experiments/study-training.ts'
import { drawStudy } from '../experiments/svg-plots.ts'
import { type CellName, cellDescriptions, cellNames, hasForgetGate } from '../experiments/variants.ts'
import { proveWritable, writeNamedFile } from '../files/write-file.ts'
import {
  defaults,
  flag,
  type IntegerRow,
  type NumberRow,
  type Row,
  refuseIdle,
  type Values,
} from '../settings/table.ts'
import { counted } from '../wording.ts'
import { say, showBelow, write, writeJson } from './output.ts'
import { addSettings, addSwitch, givenSettings } from './settings.ts'

const adamRate = 0.003
const largestCount = 1_000_000

/** The numbers of the experiment, and the optimizer with its own. */
const lagTable = {
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

interface LagOptions {
  readonly cell?: readonly CellName[]
  readonly ablation?: boolean
  readonly svg?: string | true
  readonly json?: boolean
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

const comparedCells: readonly CellName[] = ['elman', 'tied', 'lstm', 'lstm-forget']

/** `lstm lag`: the experiment that answers why an LSTM in the Elman network did worse. */
export function lagCommand(): Command {
  const command = new Command('lag')
    .summary('experiment: why an LSTM did worse than the Elman network it replaced')
    .description(
      'An experiment: recurrent cells learn to repeat their inputs one and two time steps later. Compares the cells ' +
        'under the settings of the original Elman network, then changes one thing at a time to find the cause.',
    )
    .addOption(new Option('--cell <name...>', 'train only these, without the ablation').choices(cellNames))
  addSettings(command, lagTable)
  addSwitch(
    command,
    '--ablation',
    'only the comparison, as when a flag is given that the ablation varies',
    true,
  )
  command.option('--svg [file]', 'draw the plots to a file (default name: lag.svg)')
  return addSwitch(command, '--json', 'one JSON object instead of tables and plots')
    .addHelpText('after', `\nCells:\n${cellNames.map(describeCell).join('\n')}`)
    .action(runLag)
}

const elsewhere = 'make room, or choose another place with --svg'

async function runLag(options: LagOptions): Promise<void> {
  const given: Partial<LagSettings> = givenSettings(lagTable, { ...options })
  const chosen = { ...defaults(lagTable), ...given }
  refuseIdle(lagTable, given, chosen, flag)
  const settings = settingsOf(chosen, given.rate)
  const cells = options.cell ? [...new Set(options.cell)] : comparedCells
  if (given.forgetBias !== undefined && !cells.some(hasForgetGate)) {
    throw new LstmError('usage', '--forget-bias does nothing without a cell that has a forget gate')
  }
  const ablated = isAblated(options, given)
  const seeds = Array.from({ length: chosen.seeds }, (_, index) => chosen.seed + index)
  const svg = options.svg === true ? 'lag.svg' : options.svg
  if (svg !== undefined) await proveWritable(svg, elsewhere)

  const progress = progressLine()
  const study = await runStudy({ cells, settings, seeds, ablated, onTrained: progress.trained })
  progress.end()

  if (options.json) await writeJson(studyJson(study))
  else await write(studyReport(study))
  if (svg !== undefined) {
    await writeNamedFile(svg, [Buffer.from(drawStudy(study.comparison))], elsewhere)
    say(`plots drawn to ${svg}`)
  }
}

function settingsOf(chosen: LagSettings, rate: number | undefined): StudySettings {
  const { epochs, sequences, steps, hidden, initScale, forgetBias } = chosen
  return { epochs, sequences, steps, hidden, initScale, forgetBias, optimizer: chosenOptimizer(chosen, rate) }
}

/** @param rate the one that was given, since each optimizer has its own default */
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

/**
 * Whether the ablation belongs to these settings.
 *
 * @throws LstmError 'usage' when it is wanted and does not
 */
function isAblated({ ablation, cell }: LagOptions, given: Partial<LagSettings>): boolean {
  const varied = cell ? 'cell' : variedSettings.find(name => given[name] !== undefined)
  if (varied === undefined) return ablation !== false
  if (!ablation) return false
  throw new LstmError('usage', `--ablation does not go with ${flag(varied)}, which it varies`)
}

/** Counts the trained networks, on a terminal. */
function progressLine() {
  let done = 0
  showBelow('training')
  return { trained: () => showBelow(`${counted(++done, 'network')} trained`), end: () => showBelow('') }
}

function describeCell(name: CellName): string {
  return `  ${name.padEnd(14)} ${cellDescriptions[name]}`
}

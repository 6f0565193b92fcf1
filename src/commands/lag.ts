import { availableParallelism } from 'node:os'
import { Command, Option } from 'commander'
import { LstmError } from '../errors.ts'
import { ablate, type ChangeResult } from '../experiments/ablation.ts'
import { findings } from '../experiments/findings.ts'
import { formatError } from '../experiments/format.ts'
import type { Optimizer } from '../experiments/optimizers.ts'
import { type CellResult, compare, type Trainer } from '../experiments/study.ts'
import { drawStudy } from '../experiments/svg-plots.ts'
import { ablationTable, comparisonTable } from '../experiments/tables.ts'
import { zeroError } from '../experiments/task.ts'
import { plotCurves, plotExample } from '../experiments/terminal-plots.ts'
import { originalMomentum, originalSettings, type Settings } from '../experiments/training.ts'
import { openTrainingPool } from '../experiments/training-pool.ts'
import { type CellName, cellDescriptions, cellNames } from '../experiments/variants.ts'
import { proveWritable, writeNamedFile } from '../files/write-file.ts'
import { say, write, writeJson } from './output.ts'

interface LagOptions {
  readonly cell?: readonly CellName[]
  readonly seed: number
  readonly seeds: number
  readonly ablation: boolean
  readonly epochs: number
  readonly sequences: number
  readonly steps: number
  readonly hidden: number
  readonly initScale?: number
  readonly forgetBias: number
  readonly optimizer?: Optimizer['name']
  readonly rate?: number
  readonly decay?: number
  readonly momentum?: number
  readonly initialMomentum?: number
  readonly momentumSwitch?: number
  readonly svg?: string | true
  readonly json?: true
}

/** What the ablation varies, so that it says nothing about a run for which one of these was chosen. */
const variedOptions = [
  'cell',
  'initScale',
  'optimizer',
  'rate',
  'decay',
  'momentum',
  'initialMomentum',
  'momentumSwitch',
] as const satisfies readonly (keyof LagOptions)[]

const comparedCells: readonly CellName[] = ['elman', 'tied', 'lstm', 'lstm-forget']
const adamRate = 0.003
const mostThreads = 8

/** `lstm lag`: the experiment that answers why an LSTM in the Elman network did worse. */
export function lagCommand(): Command {
  const original = originalSettings
  return new Command('lag')
    .summary('experiment: why an LSTM did worse than the Elman network it replaced')
    .description(
      'An experiment: recurrent cells learn to repeat their inputs one and two time steps later. Compares the cells ' +
        'under the settings of the original Elman network, then changes one thing at a time to find the cause.',
    )
    .addOption(new Option('--cell <name...>', 'train only these, without the ablation').choices(cellNames))
    .addOption(count('--seeds <n>', 'networks to train of each cell', 1, 3))
    .addOption(count('--seed <n>', 'the first seed', 0, 0))
    .addOption(count('--epochs <n>', 'passes over the sequences', 1, original.epochs))
    .addOption(count('--sequences <n>', 'sequences to train on', 1, original.sequences))
    .addOption(count('--steps <n>', 'time steps of a sequence', 1, original.steps))
    .addOption(count('--hidden <n>', 'hidden units', 1, original.hidden))
    .addOption(
      positive('--init-scale <x>', `weights start uniform within ±x (default: ${original.initScale})`),
    )
    .addOption(
      number('--forget-bias <x>', 'where the bias of the forget gate starts').default(original.forgetBias),
    )
    .addOption(
      new Option('--optimizer <name>', 'how the weights move (default: momentum)').choices([
        'momentum',
        'adam',
        'adadelta',
      ]),
    )
    .addOption(
      positive('--rate <x>', `learning rate (default: ${originalMomentum.rate}; of adam: ${adamRate})`),
    )
    .addOption(fraction('--decay <x>', `factor on the rate, an epoch (default: ${originalMomentum.decay})`))
    .addOption(fraction('--momentum <x>', `in the end (default: ${originalMomentum.momentum})`))
    .addOption(
      fraction('--initial-momentum <x>', `at the start (default: ${originalMomentum.initialMomentum})`),
    )
    .addOption(
      count('--momentum-switch <n>', `epochs at the start (default: ${originalMomentum.switchAfter})`, 0),
    )
    .option('--no-ablation', 'only the comparison, as when a flag is given that the ablation varies')
    .option('--svg [file]', 'draw the plots to a file (default name: lag.svg)')
    .option('--json', 'one JSON object instead of tables and plots')
    .addHelpText('after', `\nCells:\n${cellNames.map(describeCell).join('\n')}`)
    .action(runLag)
}

const elsewhere = 'make room, or choose another place with --svg'

async function runLag(options: LagOptions): Promise<void> {
  const settings = settingsOf(options)
  const cells = options.cell ? [...new Set(options.cell)] : comparedCells
  const seeds = Array.from({ length: options.seeds }, (_, index) => options.seed + index)
  const svg = options.svg === true ? 'lag.svg' : options.svg
  if (svg !== undefined) await proveWritable(svg, elsewhere)

  const pool = openTrainingPool(Math.min(availableParallelism(), mostThreads))
  const progress = progressLine()
  const train: Trainer = async job => {
    const run = await pool.train(job)
    progress.trained()
    return run
  }
  const [comparison, ablation] = await Promise.all([
    compare(cells, settings, seeds, train),
    isAblated(options) ? ablate(settings, seeds, train) : [],
  ]).finally(pool.close)
  progress.end()

  if (options.json)
    await writeJson({ settings, comparison: comparison.map(plain), ablation: ablation.map(plainChange) })
  else await write(report(settings, comparison, ablation, options))
  if (svg !== undefined) {
    await writeNamedFile(svg, [Buffer.from(drawStudy(comparison))], elsewhere)
    say(`plots drawn to ${svg}`)
  }
}

/** @throws LstmError 'usage' for a flag that the optimizer does not have */
function settingsOf(options: LagOptions): Settings {
  return {
    epochs: options.epochs,
    sequences: options.sequences,
    steps: options.steps,
    hidden: options.hidden,
    initScale: options.initScale ?? originalSettings.initScale,
    forgetBias: options.forgetBias,
    optimizer: optimizerOf(options),
  }
}

function optimizerOf(options: LagOptions): Optimizer {
  const name = options.optimizer ?? 'momentum'
  const decay = options.decay ?? originalMomentum.decay
  if (name !== 'momentum') refuse(name, options, ['momentum', 'initialMomentum', 'momentumSwitch'])
  switch (name) {
    case 'momentum':
      return {
        name,
        rate: options.rate ?? originalMomentum.rate,
        decay,
        initialMomentum: options.initialMomentum ?? originalMomentum.initialMomentum,
        momentum: options.momentum ?? originalMomentum.momentum,
        switchAfter: options.momentumSwitch ?? originalMomentum.switchAfter,
      }
    case 'adam':
      return { name, rate: options.rate ?? adamRate, decay }
    case 'adadelta':
      refuse(name, options, ['rate', 'decay'])
      return { name }
  }
}

function refuse(optimizer: string, options: LagOptions, without: readonly (keyof LagOptions)[]): void {
  for (const option of without) {
    if (options[option] !== undefined) {
      throw new LstmError('usage', `${flagOf(option)} does not go with --optimizer ${optimizer}`)
    }
  }
}

/** Whether the ablation belongs to these settings. */
function isAblated(options: LagOptions): boolean {
  return options.ablation && variedOptions.every(option => options[option] === undefined)
}

function report(
  settings: Settings,
  comparison: readonly CellResult[],
  ablation: readonly ChangeResult[],
  { seed, seeds }: LagOptions,
): string {
  const { sequences, steps, epochs, hidden, initScale, optimizer } = settings
  const proper = comparison.filter(({ cell }) => cell !== 'lstm')
  const sections = [
    `Mean squared error, ${spreadOf(seeds, seed)}: ${sequences} sequences of ${steps} steps, ${epochs} epochs, ${hidden} hidden units,\n` +
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

function spreadOf(seeds: number, first: number): string {
  return seeds === 1 ? `seed ${first}` : `mean ± standard deviation of ${seeds} seeds`
}

function describeOptimizer(optimizer: Optimizer): string {
  switch (optimizer.name) {
    case 'momentum':
      return `gradient descent at rate ${optimizer.rate} with momentum ${optimizer.initialMomentum}, then ${optimizer.momentum}`
    case 'adam':
      return `adam at rate ${optimizer.rate}`
    case 'adadelta':
      return 'adadelta'
  }
}

/** A result as JSON has it. */
function plain({ runs, ...summary }: CellResult) {
  return {
    ...summary,
    runs: runs.map(({ example, ...run }) => ({
      ...run,
      example: { target: [...example.target], predicted: [...example.predicted] },
    })),
  }
}

function plainChange({ cells, ...change }: ChangeResult) {
  return { ...change, cells: cells.map(plain) }
}

/** Counts the trained networks, on a terminal. */
function progressLine() {
  const show = (text: string) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`)
  let done = 0
  show('training')
  return { trained: () => show(`${++done} networks trained`), end: () => show('') }
}

/** @throws LstmError 'usage' when the file cannot be written, before any time is spent */
function describeCell(name: CellName): string {
  return `  ${name.padEnd(14)} ${cellDescriptions[name]}`
}

function flagOf(option: keyof LagOptions): string {
  return `--${option.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`
}

const largestCount = 1_000_000

function count(flags: string, help: string, least: number, standard?: number): Option {
  const allowed = (value: number) => Number.isInteger(value) && value >= least && value <= largestCount
  return checked(flags, help, allowed, `an integer from ${least} to ${largestCount}`).default(standard)
}

function positive(flags: string, help: string): Option {
  return checked(flags, help, value => value > 0 && value < Infinity, 'a number above 0')
}

function fraction(flags: string, help: string): Option {
  return checked(flags, help, value => value >= 0 && value <= 1, 'a number from 0 to 1')
}

function number(flags: string, help: string): Option {
  return checked(flags, help, Number.isFinite, 'a number')
}

function checked(flags: string, help: string, allowed: (value: number) => boolean, what: string): Option {
  return new Option(flags, help).argParser(text => {
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!allowed(value)) throw new LstmError('usage', `${flags.split(' ')[0]} ${text}: must be ${what}`)
    return value
  })
}

import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { type LagSettings, lagTable, studySettings, variedSettings } from '../experiments/lag-settings.ts'
import { runStudy } from '../experiments/lag-study.ts'
import { studyJson, studyReport } from '../experiments/study-report.ts'
import { drawStudy } from '../experiments/svg-plots.ts'
import { type CellName, cellDescriptions, cellNames, hasForgetGate } from '../experiments/variants.ts'
import { proveWritable, writeNamedFile } from '../files/write-file.ts'
import { defaults, flag, refuseIdle } from '../settings/table.ts'
import { counted } from '../wording.ts'
import { addFlags, type Flags, type Given } from './flags.ts'
import { say, show, showBelow, writeJson } from './output.ts'
import { addSettings, givenSettings } from './settings.ts'

const cellFlag = {
  '--cell <name...>': { help: 'train only these, without the ablation', choices: cellNames },
} as const satisfies Flags

const flags = {
  '--no-ablation': 'only the comparison, as when a flag is given that the ablation varies',
  '--svg [file]': 'draw the plots to a file (default name: lag.svg)',
  '--json': 'one JSON object instead of tables and plots',
} as const satisfies Flags

type LagOptions = Given<typeof cellFlag & typeof flags>

const comparedCells: readonly CellName[] = ['elman', 'tied', 'lstm', 'lstm-forget']

/** `lstm lag`: the experiment that answers why an LSTM in the Elman network did worse. */
export function lagCommand(): Command {
  const command = new Command('lag')
    .summary('an experiment on why an LSTM did worse than the Elman network it replaced')
    .description(
      'An experiment: recurrent cells learn to repeat their inputs one and two time steps later. Compares the cells ' +
        'under the settings of the original Elman network, then changes one thing at a time to find the cause.',
    )
    .addHelpText('after', `\nCells:\n${cellNames.map(describeCell).join('\n')}`)
  addSettings(addFlags(command, cellFlag).optionsGroup('Experiment:'), lagTable)
  return addFlags(command.optionsGroup('Options:'), flags).action(runLag)
}

const elsewhere = 'make room, or choose another place with --svg'

async function runLag(options: LagOptions): Promise<void> {
  const given: Partial<LagSettings> = givenSettings(lagTable, { ...options })
  const chosen = { ...defaults(lagTable), ...given }
  refuseIdle(lagTable, given, chosen, flag)
  const settings = studySettings(chosen, given.rate)
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
  else await show(studyReport(study))
  if (svg !== undefined) {
    await writeNamedFile(svg, [Buffer.from(drawStudy(study.comparison))], elsewhere)
    say(`plots drawn to ${svg}`)
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

import { Command } from 'commander'
import { askedStudy, lagTable } from '../experiments/lag-settings.ts'
import { runStudy } from '../experiments/lag-study.ts'
import { studyJson, studyReport } from '../experiments/study-report.ts'
import { drawStudy } from '../experiments/svg-plots.ts'
import { cellLines, cellNames } from '../experiments/variants.ts'
import { proveWritable, writeNamedFile } from '../files/write-file.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { flag, givenSettings } from '../settings/table.ts'
import { counted } from '../wording.ts'
import { addFlags } from './flags.ts'
import { say, show, showBelow, writeJson } from './output.ts'

const cellFlag = {
  '--cell <name...>': { help: 'train only these, without the ablation', choices: cellNames },
} as const satisfies Flags

const flags = {
  '--no-ablation': 'only the comparison, as when a flag is given that the ablation varies',
  '--svg [file]': 'draw the plots to a file (default name: lag.svg)',
  '--json': 'one JSON object instead of tables and plots',
} as const satisfies Flags

type LagOptions = Given<typeof cellFlag & typeof flags>

/** `lstm lag`: the experiment that answers why an LSTM in the Elman network did worse. */
export function lagCommand(): Command {
  const command = new Command('lag')
    .summary('an experiment on why an LSTM did worse than the Elman network it replaced')
    .description(
      'An experiment: recurrent cells learn to repeat their inputs one and two time steps later. Compares the cells ' +
        'under the settings of the original Elman network, then changes one thing at a time to find the cause.',
    )
    .addHelpText('after', `\nCells:\n${cellLines.join('\n')}`)
  addFlags(addFlags(command, cellFlag), settingFlags(lagTable), 'experiment')
  return addFlags(command, flags).action(runLag)
}

const elsewhere = 'make room, or choose another place with --svg'

async function runLag(options: LagOptions): Promise<void> {
  const asked = askedStudy(givenSettings(lagTable, options), options, flag)
  const svg = options.svg === true ? 'lag.svg' : options.svg
  if (svg !== undefined) await proveWritable(svg, elsewhere)

  let done = 0
  showBelow('training')
  const onTrained = () => showBelow(`${counted(++done, 'network')} trained`)
  const study = await runStudy({ ...asked, onTrained })
  showBelow('')

  if (options.json) await writeJson(studyJson(study))
  else await show(studyReport(study))
  if (svg !== undefined) {
    await writeNamedFile(svg, [Buffer.from(drawStudy(study.comparison))], elsewhere)
    say(`plots drawn to ${svg}`)
  }
}

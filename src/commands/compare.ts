import { stat } from 'node:fs/promises'
import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { comparisonText } from '../library/comparison/compare-table.ts'
import { contest, disagreementTable } from '../library/comparison/contest.ts'
import { contestReport } from '../library/comparison/contest-report.ts'
import { TextModel } from '../library/text-model.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { runSettings, runSettingTable } from '../settings/run-settings.ts'
import { maximumCount } from '../settings/table.ts'
import { findModel } from '../storage/model-choice.ts'
import { readModel } from '../storage/tensor-file.ts'
import { readHistory } from '../storage/training-folder.ts'
import { grouped } from '../wording.ts'
import { addDataOptions, type DataOptions, filesOf } from './data-options.ts'
import { requestOf } from './evaluation-data.ts'
import { addFlags, textOrJson } from './flags.ts'
import { say, show, writeJson } from './output.ts'
import { proveReport, writeReport } from './report-page.ts'
import { stdinAgain } from './stdin.ts'
import { writableTable, writeTable } from './table-file.ts'

const flags = {
  '--disagreements <path>': 'also write every text with different answers (.csv, .tsv, .jsonl, .parquet)',
  '--report <path>': 'also write a page for the browser: the models overlaid on each curve',
  '--format <name>': textOrJson,
  '--resamples <n>': {
    help: 'resamples of the bootstrap, at most',
    range: { kind: 'integer', minimum: 100, maximum: maximumCount },
    usual: 2000,
  },
  '--seed <n>': {
    help: 'seed of the bootstrap',
    range: { kind: 'integer', minimum: 0, maximum: maximumCount },
    usual: 1,
  },
  '--all': 'compare on all texts of the data, those that a model was trained on too',
} as const satisfies Flags

type CompareCommandOptions = DataOptions & Given<typeof flags>

export function compareCommand(): Command {
  const command = new Command('compare')
    .summary('which model is better, and whether the texts can tell')
    .description(
      'Measures models on the same texts, side by side: those that none of them was trained on. Accuracy and macro F1 with intervals, ' +
        'exact McNemar and paired bootstrap of the differences, where they disagree, speed and size; and a verdict in words.',
    )
    .argument('<model...>', 'two or more: model files or folders')
  addDataOptions(addFlags(command, flags))
  return addFlags(command, settingFlags(runSettingTable)).action(runCompare)
}

async function runCompare(names: readonly string[], options: CompareCommandOptions): Promise<void> {
  const settings = runSettings(options, process.env)
  if (names.length < 2) throw new LstmError('usage', 'compare wants two models at least')
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new LstmError('usage', `${twice} is named twice`)
  const table =
    options.disagreements === undefined
      ? undefined
      : await writableTable(options.disagreements, '--disagreements')

  await proveReport(options.report)

  const found = await Promise.all(
    names.map(async name => {
      const { path } = await findModel(name)
      return { name, path, model: await readModel(path), bytes: (await stat(path)).size }
    }),
  )
  const request = requestOf(options, found[0]!.model)
  const data = filesOf(request, stdinAgain())
  const models = new Map<string, TextModel>()
  try {
    for (const { name, model } of found) models.set(name, await TextModel.open(model, settings))
    const contested = await contest(models, data, {
      which: options.all ? 'all' : 'test',
      seed: options.seed,
      resamples: options.resamples,
      ...(table && { disagreements: Number.POSITIVE_INFINITY }),
    })
    const { comparison } = contested
    for (const notice of comparison.notices) say(`lstm: ${notice}`)
    for (const name of comparison.texts.unknown) {
      say(`lstm: ${name} does not know which texts it was trained on: some of these may be among them`)
    }
    if (comparison.texts.trainedOn) {
      say(
        `lstm: ${grouped(comparison.texts.trainedOn)} of these texts are some that a model was trained on: it looks better than it is`,
      )
    }
    const bytes = found.map(model => model.bytes)
    const shown = { ...comparison, disagreements: comparison.disagreements.slice(0, 20) }
    if (options.format === 'json') await writeJson({ data: request.data, ...shown, bytes })
    else await show(comparisonText(shown, bytes))
    if (options.disagreements !== undefined && table) {
      await writeTable(options.disagreements, table, disagreementTable(comparison))
      say(`disagreements: ${options.disagreements}`)
    }
    if (options.report === undefined) return
    const files = found.map(async ({ path, bytes }) => ({ bytes, history: await readHistory(path) }))
    const page = contestReport(request.data, { ...contested, comparison: shown }, await Promise.all(files))
    await writeReport(options.report, page)
  } finally {
    for (const model of models.values()) await model.dispose()
  }
}

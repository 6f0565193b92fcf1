import { Command, Option } from 'commander'
import type { CheckedCorpus } from '../check/check-corpus.ts'
import { checkPage } from '../check/check-page.ts'
import { LstmError } from '../errors.ts'
import type { WrittenFormat } from '../formats/written-table.ts'
import { check } from '../library/check-texts.ts'
import { CorpusFiles } from '../library/read-corpus.ts'
import { grouped } from '../wording.ts'
import { checkTable } from './check-table.ts'
import { addDataOptions, type DataOptions, dataRequest } from './data-options.ts'
import { say, show, writeJson } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { proveReport, writeReport } from './report-page.ts'
import { addSwitch } from './settings.ts'
import { stdinAgain } from './stdin.ts'
import { writableTable, writeTable } from './table-file.ts'

interface CheckCommandOptions extends DataOptions {
  readonly format: 'text' | 'json'
  readonly report?: string
  readonly writeClean?: string
  readonly strict?: boolean
}

export function checkCommand(): Command {
  const command = new Command('check')
    .summary('look at labelled texts before training on them')
    .description(
      'Reads labelled texts as train does, and tells what is wrong with them, the worst first: rows that cannot be used, labels that are\n' +
        'misspelt, rare or likely wrong, texts that stand there again, words that give a label away, other languages, markup; and what a\n' +
        'model can be expected to get right.',
    )
    .argument('[data]', 'as --data')
    .addOption(new Option('--format <name>', 'output').choices(['text', 'json']).default('text'))
    .option('--report <path>', 'also write a page for the browser')
    .option(
      '--write-clean <path>',
      'also write the training texts without empty, equal, contradicting and test texts (.csv, .tsv, .jsonl, .parquet)',
    )
  addSwitch(command, '--strict', 'end with exit code 3 where anything more than a note is found')
  return addDataOptions(command).action(runCheck)
}

async function runCheck(
  data: string | undefined,
  { format, report, writeClean, strict, ...options }: CheckCommandOptions,
): Promise<void> {
  if (data !== undefined && options.data !== undefined) {
    throw new LstmError('usage', `the data is named twice: ${data} and --data ${options.data}`)
  }
  const request = dataRequest({ ...options, ...(data !== undefined && { data }) })
  if (!request) throw new LstmError('usage', 'which data?', { hint: 'name it: lstm check reviews.csv' })
  const table = writeClean === undefined ? undefined : await writableTable(writeClean, '--write-clean')
  await proveReport(report)

  const checked = await withProgress(new CorpusFiles(request, { stdin: stdinAgain() }))
  const { check: found } = checked
  const result = { data: request.data, ...(request.test !== undefined && { test: request.test }), ...found }
  if (format === 'json') await writeJson(result)
  else await show(checkTable(found))
  if (report !== undefined) await writeReport(report, checkPage(request.data, found))
  if (writeClean !== undefined) await writeCleanTexts(writeClean, table!, checked)
  const worse = found.findings.filter(({ severity }) => severity !== 'note').length
  if (strict && worse > 0) {
    throw new LstmError('data', `${grouped(worse)} findings are more than a note (--strict)`)
  }
}

async function withProgress(files: CorpusFiles): Promise<CheckedCorpus> {
  const bar = progressBar()
  try {
    return await check(files, {
      onProgress: ({ phase, share }) => bar.update(phase, share),
    })
  } finally {
    bar.stop()
  }
}

async function writeCleanTexts(
  path: string,
  format: WrittenFormat,
  { check: { cleaned }, clean }: CheckedCorpus,
): Promise<void> {
  const rows = []
  for await (const row of clean()) rows.push({ json: row, cells: [row.text, row.label] })
  await writeTable(path, format, { columns: ['text', 'label'], rows })
  const { kept, empty, equal, contradicting, leaks } = cleaned
  say(
    `clean: ${grouped(kept)} texts in ${path}; left out: ${grouped(empty)} empty, ${grouped(equal)} equal to one before, ${grouped(contradicting)} equal to one with another label, ${grouped(leaks)} that are test texts (some for two reasons)`,
  )
}

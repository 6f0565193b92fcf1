import { Command } from 'commander'
import type { CheckedCorpus } from '../check/check-corpus.ts'
import { checkPage } from '../check/check-page.ts'
import { checkTable } from '../check/check-table.ts'
import { LstmError } from '../errors.ts'
import type { WrittenFormat } from '../formats/written-table.ts'
import { check } from '../library/check-texts.ts'
import type { CorpusFiles } from '../library/read-corpus.ts'
import { type Flags, type Given, settingFlags } from '../settings/flag-table.ts'
import { runSettings, runSettingTable } from '../settings/run-settings.ts'
import { counted, grouped, verb } from '../wording.ts'
import { addDataOptions, type DataOptions, filesOf, requestedData } from './data-options.ts'
import { addFlags, textOrJson } from './flags.ts'
import { say, show, write, writeJson } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { proveReport, writeReport } from './report-page.ts'
import { parseShardAlone } from './shard-option.ts'
import { stdinAgain } from './stdin.ts'
import { writableTable, writeTexts } from './table-file.ts'

const flags = {
  '--format <name>': textOrJson,
  '--shard <i/n>': 'do only piece I of N of what takes long; lstm merge puts the pieces together',
  '--report <path>': 'also write a page for the browser',
  '--write-clean <path>':
    'also write the training texts without empty, equal, contradicting and test texts (.csv, .tsv, .jsonl, .parquet)',
  '--strict': 'end with exit code 3 where anything more than a note is found',
} as const satisfies Flags

const runFlags = { threads: runSettingTable.threads }

export function checkCommand(): Command {
  const command = new Command('check')
    .summary('look at labelled texts before training on them')
    .description(
      'Reads labelled texts as train does, and tells what is wrong with them, the worst first: rows that cannot be used, labels that are ' +
        'misspelt, rare or likely wrong, texts that stand there again, words that give a label away, other languages, markup; and what a ' +
        'model can be expected to get right.',
    )
    .argument('[data]', 'as --data')
  return addFlags(addDataOptions(addFlags(command, flags)), settingFlags(runFlags)).action(runCheck)
}

async function runCheck(
  data: string | undefined,
  { format, report, writeClean, strict, shard, ...options }: DataOptions & Given<typeof flags>,
): Promise<void> {
  const { threads } = runSettings(options, process.env)
  const request = requestedData('check', data, options)
  if (shard !== undefined) {
    const piece = parseShardAlone(shard, { report, writeClean, strict }, 'only all pieces know what is found')
    const head = { data: request.data, ...(request.test !== undefined && { test: request.test }), format }
    const { pieceOfCheck } = await import('../library/pieces/piece-of-check.ts')
    const lines = pieceOfCheck(filesOf(request, stdinAgain()), piece, head, { threads })
    for await (const line of lines) await write(line)
    return
  }
  const table = writeClean === undefined ? undefined : await writableTable(writeClean, '--write-clean')
  await proveReport(report)

  const checked = await withProgress(filesOf(request, stdinAgain()), threads)
  const { check: found } = checked
  await showCheck({ ...request, format }, found)
  if (report !== undefined) await writeReport(report, checkPage(request.data, found))
  if (writeClean !== undefined) await writeCleanTexts(writeClean, table!, checked)
  const worse = found.findings.filter(({ severity }) => severity !== 'note').length
  if (strict && worse > 0) {
    throw new LstmError(
      'data',
      `${counted(worse, 'finding')} ${verb(worse, 'are')} more than a note (--strict)`,
    )
  }
}

/** What was found, by one check or by all pieces of one. */
export async function showCheck(
  {
    data,
    test,
    format,
  }: { readonly data: string; readonly test?: string | undefined; readonly format: 'text' | 'json' },
  found: CheckedCorpus['check'],
): Promise<void> {
  if (format === 'json') await writeJson({ data, ...(test !== undefined && { test }), ...found })
  else await show(checkTable(found))
}

async function withProgress(files: CorpusFiles, threads: number): Promise<CheckedCorpus> {
  using bar = progressBar()
  return await check(files, { threads, onProgress: ({ phase, share }) => bar.update(phase, share) })
}

async function writeCleanTexts(
  path: string,
  format: WrittenFormat,
  { check: { cleaned }, clean }: CheckedCorpus,
): Promise<void> {
  const rows = []
  for await (const row of clean()) rows.push(row)
  await writeTexts(path, format, rows)
  const { kept, empty, equal, contradicting, leaks } = cleaned
  say(
    `clean: ${counted(kept, 'text')} in ${path}; left out: ${grouped(empty)} empty, ${grouped(equal)} equal to one before, ${grouped(contradicting)} equal to one with another label, ${grouped(leaks)} that are test texts (some for two reasons)`,
  )
}

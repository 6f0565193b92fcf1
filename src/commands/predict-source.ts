/** What `lstm predict` reads and what it writes, by its flags. */
import type { Readable } from 'node:stream'
import { NoticeLog, type Reading } from '../data/reading.ts'
import { type InputFormatName, inputFormatNames, type TextRow } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import type { FieldOptions } from '../formats/delimited-rows.ts'
import type { Prediction } from '../model/prediction.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import {
  type OutputFormat,
  type OutputFormatName,
  outputFormat,
  outputFormatNames,
} from './answer-formats.ts'
import { cascadeFlag, modelFlag } from './answering-model.ts'
import { type TableFormatName, tableFormat } from './kept-columns.ts'
import { say } from './output.ts'
import type { ReadingOptions } from './reading-options.ts'
import { checkVerdict, verdictFlags } from './verdict-options.ts'

/** Those that stand in the help before the flags of `readingFlags`. */
export const inputFlags = {
  '--checkpoint <path>': modelFlag,
  '--format <name>': {
    help: 'output (default: that of --input-format csv, tsv and jsonl; else text, which is label<TAB>probability<TAB>text with control characters escaped)',
    choices: outputFormatNames,
  },
  '--input-format <name>': {
    help: 'what stdin holds; csv, tsv, jsonl, parquet: all columns are kept, and the answers added (text keeps none); ids: lines of word ids, separated by blanks (default: lines)',
    choices: inputFormatNames,
  },
} as const satisfies Flags

export const answerFlags = {
  '--column <name>': { help: 'older name of --text-column', hidden: true },
  '--only-predictions': 'leave out the columns of the input, but for the text',
  '--csv-safe': "put ' before CSV fields that a spreadsheet would take for a formula: = + - @",
  '--shard <i/n>': 'only piece I of N of the texts on stdin: every N-th; lstm merge puts the pieces together',
  ...verdictFlags,
  '--explain':
    "each word's exact share of the answer's log-odds against the next most probable label, as word[+0.124] (? after a number: unknown word; before all: the bias), in colours on a terminal, as `explanation` in json",
  '--no-cascade': cascadeFlag,
} as const satisfies Flags

export type PredictCommandOptions = Given<typeof inputFlags & typeof answerFlags> & ReadingOptions

/** In what the answers are written beside the columns of their rows, where no other format is named. */
const formatOfTable = { csv: 'csv', tsv: 'tsv', jsonl: 'json', parquet: 'csv' } as const satisfies Partial<
  Record<InputFormatName, TableFormatName>
>

/** What is read and what is written, with all defaults decided. */
interface Plan {
  readonly inputFormat: InputFormatName
  readonly format: OutputFormatName
  /** Undefined where no columns are kept. */
  readonly table: TableFormatName | undefined
  readonly fields: FieldOptions
}

/** @throws LstmError 'usage' for flags that do nothing beside the others, or for which there is no answer */
export function planOf(texts: readonly string[], options: PredictCommandOptions): Plan {
  const { inputFormat = 'lines', explain, topK, csvSafe, onlyPredictions } = options
  const refuse = (message: string, hint?: string) => {
    throw new LstmError('usage', message, hint === undefined ? {} : { hint })
  }
  const usual = Object.hasOwn(formatOfTable, inputFormat)
    ? formatOfTable[inputFormat as keyof typeof formatOfTable]
    : undefined
  const format = options.format ?? (onlyPredictions ? undefined : usual) ?? 'text'
  const delimited = format === 'csv' || format === 'tsv'
  if (texts.length > 0 && usual)
    refuse(`--input-format ${inputFormat} is for stdin, and the texts are arguments`)
  if (onlyPredictions !== undefined && !usual) {
    refuse('--only-predictions needs --input-format csv, tsv, jsonl or parquet')
  }
  if (csvSafe !== undefined && !delimited) refuse('--csv-safe needs --format csv or tsv')
  if (delimited && (explain || topK !== undefined)) {
    refuse(
      `--format ${format} does not go with ${explain ? '--explain' : '--top-k'}`,
      'use --format json or text',
    )
  }
  checkVerdict(options)
  return {
    inputFormat,
    format,
    table: usual && !onlyPredictions && format !== 'text' ? format : undefined,
    fields: { safe: csvSafe === true, terminal: process.stdout.isTTY === true },
  }
}

/** Texts, and how their answers are written. */
interface Source {
  readonly rows: AsyncIterable<TextRow> | Iterable<TextRow>
  readonly format: Pick<OutputFormat, 'header' | 'all'> & {
    line(prediction: Prediction, shown: string | undefined, row: TextRow): readonly string[]
  }
}

export async function openSource(
  texts: readonly string[],
  input: Readable | undefined,
  reading: Reading,
  { inputFormat, format, table, fields }: Plan,
): Promise<Source> {
  const plain = outputFormat(format, fields)
  if (!input)
    return { rows: texts.map(text => ({ text, place: '', columns: [], values: [] })), format: plain }

  const { openTexts } = await import('../data/texts.ts')
  const log = new NoticeLog(notice => say(`lstm: ${notice}`))
  const { rows, columns, textColumn } = await openTexts(
    { name: 'stdin', bytes: () => input },
    inputFormat,
    reading,
    log,
  )
  const logged = async function* () {
    yield* rows
    log.finish()
  }
  if (textColumn === undefined) return { rows: logged(), format: table ? { ...plain, header: '' } : plain }
  if (!table) {
    say(`lstm: text column '${textColumn}'`)
    return { rows: logged(), format: plain }
  }
  const kept = tableFormat(table, columns, fields)
  say(`lstm: text column '${textColumn}'; answers in '${kept.answers.join("' and '")}'`)
  return { rows: logged(), format: kept }
}

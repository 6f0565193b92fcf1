/** What `lstm predict` reads and what it writes, by its flags. */
import { type InputFormatName, inputFormatNames } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import { outputFormatNames } from '../library/answer-formats.ts'
import type { AnswerPlan } from '../library/answer-source.ts'
import type { TableFormatName } from '../library/kept-columns.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { cascadeFlag, modelFlag } from './answering-model.ts'
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

/** @throws LstmError 'usage' for flags that do nothing beside the others, or for which there is no answer */
export function planOf(texts: readonly string[], options: PredictCommandOptions): AnswerPlan {
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

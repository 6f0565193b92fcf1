/** Texts from stdin or by themselves, and how their answers are written beside them. */
import { NoticeLog, type Reading } from '../data/reading.ts'
import type { InputFormatName, TextRow } from '../data/texts.ts'
import type { FieldOptions } from '../formats/delimited-rows.ts'
import type { Prediction } from '../model/prediction.ts'
import { type OutputFormat, type OutputFormatName, outputFormat } from './answer-formats.ts'
import { type TableFormatName, tableFormat } from './kept-columns.ts'

/** What is read and what is written, with all defaults decided. */
export interface AnswerPlan {
  readonly inputFormat: InputFormatName
  readonly format: OutputFormatName
  /** Undefined where no columns are kept. */
  readonly table: TableFormatName | undefined
  readonly fields: FieldOptions
}

/** Texts, and how their answers are written. */
interface Source {
  readonly rows: AsyncIterable<TextRow> | Iterable<TextRow>
  readonly format: Pick<OutputFormat, 'header' | 'all'> & {
    line(prediction: Prediction, shown: string | undefined, row: TextRow): readonly string[]
  }
}

/**
 * @param bytes of what holds the texts; without it they are `texts`
 * @param tell what there is to know of the columns, and of rows that are left out
 * @throws LstmError 'data' as `openTexts`
 */
export async function openSource(
  texts: readonly string[],
  bytes: (() => AsyncIterable<Uint8Array>) | undefined,
  reading: Reading,
  { inputFormat, format, table, fields }: AnswerPlan,
  tell: (line: string) => void,
): Promise<Source> {
  const plain = outputFormat(format, fields)
  if (!bytes)
    return { rows: texts.map(text => ({ text, place: '', columns: [], values: [] })), format: plain }

  const { openTexts } = await import('../data/texts.ts')
  const log = new NoticeLog(tell)
  const { rows, columns, textColumn } = await openTexts({ name: 'stdin', bytes }, inputFormat, reading, log)
  const logged = async function* () {
    yield* rows
    log.finish()
  }
  if (textColumn === undefined) return { rows: logged(), format: table ? { ...plain, header: '' } : plain }
  if (!table) {
    tell(`text column '${textColumn}'`)
    return { rows: logged(), format: plain }
  }
  const kept = tableFormat(table, columns, fields)
  tell(`text column '${textColumn}'; answers in '${kept.answers.join("' and '")}'`)
  return { rows: logged(), format: kept }
}

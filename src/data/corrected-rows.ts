import { LstmError } from '../errors.ts'
import { isFile } from '../files/make-folder.ts'
import type { Example } from './corpus.ts'
import { fileInput } from './input/input.ts'
import type { DataRequest } from './load-corpus.ts'
import { readExamples } from './load-corpus.ts'
import { withMeantLabels } from './merged-labels.ts'
import { readError } from './read-errors.ts'
import { type SourceRow, silent, type Talk, type Usable, usable } from './reading.ts'
import { answeredLabels, named } from './rows/columns.ts'
import { openTable } from './rows/open-table.ts'
import { labelIn, textIn } from './rows/row-values.ts'
import { tableFormatOf } from './rows/table-endings.ts'
import { sniffFormat } from './sniff.ts'
import { type Stdin, stdinInput } from './sources.ts'

/** What the column is called that people add to a table of answers. */
const column = 'correct'

/**
 * Corrected answers: of a table with a column `correct`, as people add it to what `lstm predict` writes, the rows that have something in
 * it; of any other source its labelled texts.
 *
 * @param stdin what `-` means
 * @param talk is told what is left out, and how many rows have nothing in `correct`
 * @throws LstmError 'data', also while they are read, as the readers of labelled texts
 */
export async function* readCorrections(
  request: DataRequest,
  stdin: Stdin,
  talk: Talk,
): AsyncGenerator<Example> {
  try {
    yield* corrections(request, stdin, talk)
  } catch (error) {
    throw readError(error)
  }
}

async function* corrections(request: DataRequest, stdin: Stdin, talk: Talk): AsyncGenerator<Example> {
  const { data, format, test, dictionary, ...reading } = request
  const piped = data === '-' ? await stdinInput(stdin) : undefined
  const found = format ?? (piped ? await sniffFormat(piped) : await formatOf(data))
  const table = reading.labelColumn === undefined ? found : undefined
  if (table === 'csv' || table === 'tsv' || table === 'jsonl' || table === 'parquet') {
    // What is found here is told by those who read on.
    const found: string[] = []
    const input = piped ?? (await fileInput(data))
    const listening = { ...silent, notice: (line: string) => void found.push(line) }
    const opened = await openTable(table, input, reading, 'text', listening)
    const label = opened && named(opened.columns, column)
    if (opened && label !== undefined) {
      for (const line of found) talk.notice(line)
      const rows = usable(corrected(opened.rows, opened.chosen.text!, label, talk), reading, talk)
      yield* withMeantLabels(rows, request, talk, { texts: 'text', told: true })
      return
    }
    const answered = opened && answeredLabels(opened.columns, reading)
    if (answered !== undefined) throw uncorrected(input.name, answered)
  }
  yield* readExamples(request, 'train', piped ? async () => piped : stdin, talk)
}

/** By its path, else by its first bytes; undefined for what is no file: of that others speak. */
async function formatOf(path: string) {
  if (!(await isFile(path))) return undefined
  return tableFormatOf(path) ?? sniffFormat(await fileInput(path))
}

/** Answers as they were given: to learn them makes a model surer of its mistakes. */
function uncorrected(name: string, answered: string): LstmError {
  const message = `${name} has no column '${column}', and its '${answered}' stands beside 'probability': these are answers that nobody has corrected`
  return new LstmError('data', message, {
    hint: `add a column '${column}' with the right label where an answer is wrong; or say --label-column ${answered}, where all of these are right`,
  })
}

async function* corrected(
  rows: AsyncIterable<Usable<SourceRow>>,
  textColumn: string,
  labelColumn: string,
  talk: Talk,
): AsyncGenerator<Usable<Example>> {
  let without = 0
  for await (const row of rows) {
    if (row instanceof LstmError) {
      yield row
      continue
    }
    const value = row.values[row.columns.indexOf(labelColumn)]
    if (value === undefined || value === null || String(value).trim() === '') {
      without++
      continue
    }
    const [text, label] = [textIn(row, textColumn), labelIn(row, labelColumn)]
    if (text instanceof LstmError) yield text
    else if (label instanceof LstmError) yield label
    else yield { text, label, place: row.place, share: 0 }
  }
  if (without > 0) talk.notice(`rows with nothing in '${labelColumn}', which are no corrections: ${without}`)
}

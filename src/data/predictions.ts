/** Answers to labelled texts in a table, whoever gave them: what `lstm eval --predictions` writes, and what others have. */
import { stat } from 'node:fs/promises'
import { LstmError } from '../errors.ts'
import { listed } from '../printable.ts'
import { fileInput, type Input, memoryInput } from './input/input.ts'
import { probabilityColumn } from './probability-column.ts'
import { type Reading, type SourceRow, silent, type Talk, type Usable, usable } from './reading.ts'
import { likelyName, named } from './rows/columns.ts'
import { openTable } from './rows/open-table.ts'
import { labelIn } from './rows/row-values.ts'
import { tableFormatOf } from './rows/table-endings.ts'
import { sniffFormat } from './sniff.ts'
import { type Stdin, stdinInput } from './sources.ts'

/** What was answered to one text, and what is true. */
export interface AnsweredText {
  /** The true label. */
  readonly label: string
  /** The label answered; where it is left out, the most probable one. */
  readonly predicted?: string | undefined
  /** Of the label answered, in [0, 1]. Of two labels it tells the other's as well. */
  readonly probability?: number | undefined
  /** Of all labels; what is not named has 0. */
  readonly probabilities?: readonly { readonly label: string; readonly probability: number }[] | undefined
  /** Where it stands, for errors: 'answers.csv:12'. */
  readonly place?: string | undefined
  /** What stands in a column that was asked for beside the answers. */
  readonly beside?: string | undefined
  /** The text that was answered to, where it was asked for and the table has it. */
  readonly text?: string | null | undefined
}

/** What else is wanted of a table of answers. */
interface Besides {
  /** Another column. */
  readonly beside?: string | undefined
  /** The texts themselves, in the column that the reading names, or one of the usual names if there is one. */
  readonly texts?: boolean | undefined
  /** What `-` means. */
  readonly stdin?: Stdin | undefined
}

/** What the columns are called; of several that are there the first listed is taken. */
const names = {
  // Last what `lstm predict` writes beside a true label of another name.
  predicted: ['predicted', 'predicted_label', 'prediction', 'answer', 'label'],
  probability: ['probability', 'predicted_probability', 'confidence'],
  probabilities: ['probabilities', 'predicted_probabilities'],
} as const

/**
 * The answers in a table: the true label in the column that `reading` names or one of the usual names, the answer in `predicted`,
 * its probability in `probability`, those of the labels in `probability_LABEL` each, or all of them in `probabilities`.
 *
 * @throws LstmError 'data', also while they are read, when there is no such table or column, or it holds no answers
 */
export async function* readPredictions(
  path: string,
  reading: Reading = {},
  talk: Talk = silent,
  { beside, texts = false, stdin }: Besides = {},
): AsyncGenerator<AnsweredText> {
  const input = await existing(path, stdin)
  const { name: source } = input
  const sniffed = tableFormatOf(path) ?? (await sniffFormat(input))
  const format =
    sniffed === 'csv' || sniffed === 'tsv' || sniffed === 'jsonl' || sniffed === 'parquet'
      ? sniffed
      : undefined
  if (!format) {
    throw new LstmError('data', `${source} is no table of answers`, {
      hint: 'give a csv, tsv, jsonl or parquet file',
    })
  }
  const table = await openTable(format, input, reading, 'label', talk)
  if (!table)
    throw new LstmError('data', `${source} holds no answers`, {
      hint: "give a row for each text: its true label, and the answer in a column 'predicted'",
    })
  const { columns } = table
  const label = table.chosen.label!
  const found = (usual: readonly string[]) =>
    usual.map(name => named(columns, name)).find(column => column !== undefined && column !== label)
  const wanted = (name: string) => {
    const column = named(columns, name)
    if (column !== undefined) return column
    throw new LstmError('data', `${source} has no column '${name}'; its columns are ${listed(columns)}`, {
      hint: 'name one of these',
    })
  }
  const textColumn = () =>
    reading.textColumn === undefined ? likelyName(columns, 'text', undefined) : wanted(reading.textColumn)
  const places: Places = {
    label,
    predicted: found(names.predicted),
    probability: found(names.probability),
    probabilities: found(names.probabilities),
    each: columns.filter(column => column.startsWith(probabilityColumn)),
    beside: beside === undefined ? undefined : wanted(beside),
    text: texts ? textColumn() : undefined,
  }
  if (!places.predicted && !places.probabilities && places.each.length === 0) {
    throw new LstmError('data', `${source} has no column of answers; its columns are ${listed(columns)}`, {
      hint: `call it 'predicted', or give the probability of each label in '${probabilityColumn}LABEL'`,
    })
  }
  yield* usable(answered(table.rows, places), reading, talk)
}

/** The columns that are read. */
interface Places {
  readonly label: string
  readonly predicted: string | undefined
  readonly probability: string | undefined
  readonly probabilities: string | undefined
  readonly each: readonly string[]
  readonly beside: string | undefined
  readonly text: string | undefined
}

async function existing(path: string, stdin: Stdin | undefined): Promise<Input> {
  if (path === '-' && stdin) return stdinInput(stdin)
  try {
    const input = await fileInput(path)
    // A pipe gives its bytes once, and these are looked at before they are read.
    return (await stat(path)).isFile() ? input : await memoryInput(input.bytes(), path)
  } catch (error) {
    if (error instanceof LstmError) throw error
    throw new LstmError('data', `${path} does not exist or cannot be read`, {
      hint: 'give a file of answers: csv, tsv, jsonl or parquet',
      cause: error,
    })
  }
}

async function* answered(
  rows: AsyncIterable<Usable<SourceRow>>,
  places: Places,
): AsyncGenerator<Usable<AnsweredText>> {
  for await (const row of rows) yield row instanceof LstmError ? row : answerIn(row, places)
}

function answerIn(row: SourceRow, places: Places): Usable<AnsweredText> {
  const label = labelIn(row, places.label)
  if (label instanceof LstmError) return label
  const predicted = places.predicted === undefined ? undefined : labelIn(row, places.predicted)
  if (predicted instanceof LstmError) return predicted
  const at = (column: string) => row.values[row.columns.indexOf(column)]
  try {
    const listed = places.probabilities === undefined ? undefined : likelihoods(at(places.probabilities))
    const each = places.each.map(column => ({
      label: column.slice(probabilityColumn.length),
      probability: shareOf(at(column), column),
    }))
    return {
      label,
      predicted,
      probability:
        places.probability === undefined ? undefined : shareOf(at(places.probability), places.probability),
      probabilities: listed ?? (each.length > 0 ? each : undefined),
      place: row.place,
      ...(places.beside !== undefined && { beside: String(at(places.beside) ?? '') }),
      ...(places.text !== undefined && { text: String(at(places.text) ?? '') }),
    }
  } catch (error) {
    if (!(error instanceof Misread)) throw error
    return new LstmError('data', `${row.place}: ${error.message}`, {
      hint: 'mend the row, or leave such rows out with --skip-bad',
    })
  }
}

/** What is wrong with a value. */
class Misread extends Error {}

function shareOf(value: unknown, column: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && number >= 0 && number <= 1) return number
  throw new Misread(`'${column}' is no number from 0 to 1`)
}

/** From [{ label, probability }], or { label: probability }. */
function likelihoods(value: unknown): NonNullable<AnsweredText['probabilities']> {
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map(each => [Object(each).label, Object(each).probability] as const)
    : Object.entries(Object(value))
  return entries.map(([label, probability]) => {
    if (typeof label !== 'string')
      throw new Misread(`'${names.probabilities[0]}' is no list of labels with their probabilities`)
    return { label, probability: shareOf(probability, label) }
  })
}

import { LstmError } from '../errors.ts'
import { toUtf8 } from '../formats/bytes.ts'
import { type Hash, host } from '../host/index.ts'
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts'
import { counted, kindOf } from '../wording.ts'
import type { Example, TokenisedCorpus } from './corpus.ts'
import { LeavableSource } from './leavable-source.ts'
import { requireRows } from './require-rows.ts'
import { checkedLabel, checkedWeight } from './rows/row-values.ts'
import { type Progress, tokenise } from './tokenise.ts'

/** One labelled text. */
export interface LabelledRow<Label extends string = string> {
  /** Of any length. */
  readonly text: string
  /** One line; blanks around it are passed over. */
  readonly label: Label
  /** How much it counts in training, above 0: as if it stood there so often; 1 where it is not said. */
  readonly weight?: number | undefined
  /**
   * True for a text that is validated on, and that the network does not learn from. Where a row says so, these rows are held out and
   * no others: for whoever knows better than chance which texts tell how good a model is.
   */
  readonly validation?: boolean | undefined
}

/** Labelled texts in memory or on their way; read once, from the first to the last. */
export type LabelledRows<Label extends string = string> =
  | Iterable<LabelledRow<Label>>
  | AsyncIterable<LabelledRow<Label>>

interface RowOptions {
  /** Texts that give the test split. */
  readonly test?: LabelledRows | undefined
  readonly onProgress?: (progress: Progress) => void
  /** When aborted, no further row is read and LstmError 'interrupted' is thrown. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The rows as word ids. Their digest is over the rows in their order, so that a training goes on only with the same ones.
 *
 * @throws LstmError 'data' naming the row that has no text or no label, or when there is none; and whatever the rows throw
 */
export async function tokeniseRows(
  train: LabelledRows,
  tokenizer: Tokenizer,
  { test, onProgress, signal }: RowOptions = {},
): Promise<TokenisedCorpus> {
  const hash = host.sha256()
  hash.update(toUtf8(`${JSON.stringify([tokenizer.name, tokenizer.version])}\n`))
  const examples = (rows: LabelledRows, name: string) => examplesOf(rows, { name, hash, signal })
  const heldOut: boolean[] = []
  const marked = async function* () {
    for await (const { validation, ...example } of examples(train, 'row')) {
      heldOut.push(validation === true)
      yield example
    }
  }
  const corpus = { train: marked(), test: test && examples(test, 'test row') }
  const { corpus: tokenised } = await tokenise(corpus, tokenizer, { onProgress })
  for (const split of [tokenised.train, tokenised.test]) {
    if (split?.labels.length === 0)
      throw new LstmError('data', 'there are no rows: no text to learn from or to measure on', {
        hint: 'give rows such as { text: "A wonderful film.", label: "positive" }',
      })
  }
  return {
    ...tokenised,
    ...(heldOut.includes(true) && { heldOut: Uint8Array.from(heldOut, Number) }),
    digest: hash.digest(),
  }
}

interface Reading {
  /** What a row is called in errors, before its number. */
  readonly name: string
  readonly hash: Hash
  readonly signal: AbortSignal | undefined
}

async function* examplesOf(
  rows: LabelledRows,
  { name, hash, signal }: Reading,
): AsyncGenerator<Example & Pick<LabelledRow, 'validation'>> {
  requireRows(rows)
  const size = countOf(rows)
  let number = 0
  const heed = () => {
    if (!signal?.aborted) return
    throw new LstmError('interrupted', `interrupted after ${counted(number, 'row')}, before the first update`)
  }
  for await (const row of untilAborted(rows, signal)) {
    heed()
    const place = `${name} ${++number}`
    const { text, label, weight, validation } = checkedRow(row, place)
    // What is not said leaves no trace: rows without it keep their digest.
    const said = [...(weight === undefined ? [] : [weight]), ...(validation ? [validation] : [])]
    hash.update(toUtf8(`${JSON.stringify([text, label, ...said])}\n`))
    yield {
      ...{ text, label, place, share: size === undefined ? 0 : number / size },
      ...(weight !== undefined && { weight }),
      ...(validation && { validation }),
    }
  }
  heed()
  // What follows belongs to another split.
  hash.update(toUtf8('\n'))
}

/** The rows, until the signal is aborted: one that does not come is not waited for then. */
async function* untilAborted(
  rows: LabelledRows,
  signal: AbortSignal | undefined,
): AsyncGenerator<LabelledRow> {
  // Of rows in memory none is waited for.
  if (!signal || Symbol.iterator in rows) return yield* rows
  const source = new LeavableSource(rows)
  const leave = () => void source.leave().catch(() => undefined)
  if (signal.aborted) leave()
  signal.addEventListener('abort', leave, { once: true })
  try {
    for (let row = await source.next(); !row.done; row = await source.next()) yield row.value
  } finally {
    signal.removeEventListener('abort', leave)
    await source.leave()
  }
}

/** What the values of a row are called. */
export const rowColumns = { text: 'text', label: 'label' } as const

/** Rows as the texts of a corpus, each with its label as it was given. @throws LstmError 'data' naming the first that has no text or no label */
export async function* rowExamples(rows: LabelledRows, name: string): AsyncGenerator<Example> {
  requireRows(rows)
  let number = 0
  const size = countOf(rows)
  for await (const row of rows) {
    const place = `${name} ${++number}`
    const { text, label } = checkedRow(row, place)
    const written = { columns: [rowColumns.label], values: [row.label] }
    yield { text, label, place, share: size === undefined ? 0 : number / size, row: written }
  }
}

/** How many rows there are, where they say it, as arrays do. */
export function countOf(rows: LabelledRows): number | undefined {
  const { length } = rows as { readonly length?: unknown }
  return typeof length === 'number' ? length : undefined
}

/**
 * The row, its label without blanks around it, as in a file: what no model file could hold is refused before anything is learned from it.
 *
 * @throws LstmError 'data' naming the row's place, where it has no text, no label that is a name on one line, or a weight that is no
 * number above 0
 */
export function checkedRow(row: LabelledRow, place: string): LabelledRow {
  const { text, label } = Object(row) as Partial<Record<keyof LabelledRow, unknown>>
  for (const [field, value] of Object.entries({ text, label })) {
    if (typeof value === 'string') continue
    throw new LstmError('data', `${place}: its ${field} is ${kindOf(value)}, not a string`, {
      hint: 'a row is an object such as { text: "A wonderful film.", label: "positive" }',
    })
  }
  if (row.validation !== undefined && typeof row.validation !== 'boolean') {
    throw new LstmError('data', `${place}: its validation is ${kindOf(row.validation)}, not true or false`, {
      hint: 'give true to texts that are to be validated on, and leave it out elsewhere',
    })
  }
  const name = checkedLabel(label as string, place)
  if (name instanceof LstmError) throw name
  if (row.weight !== undefined) {
    const weight = checkedWeight(row.weight, place)
    if (weight instanceof LstmError) throw weight
  }
  return name === label ? row : { ...row, label: name }
}

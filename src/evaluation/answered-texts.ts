/** Answers as rows, one a text: from a model's answers to them, and back. */

import type { AnsweredText } from '../data/predictions.ts'
import { probabilityColumn } from '../data/probability-column.ts'
import { requireRows } from '../data/require-rows.ts'
import { byCodePoint } from '../data/tokenise.ts'
import { LstmError } from '../errors.ts'
import type { WrittenRow, WrittenTable } from '../formats/written-table.ts'
import { toSevenDigits } from '../rounding.ts'
import { checkedAnswer } from './checked-answer.ts'
import {
  type Answers,
  type Evaluation,
  evaluation,
  type LabelAnswers,
  type LabelEvaluation,
  labelEvaluation,
  predictedOf,
} from './evaluation.ts'

/** A text that was measured, and what the model answered to it. */
interface MeasuredText {
  /** Where it stands in the data: 'reviews.csv:12'. */
  readonly place: string
  /** 'train' for a text that the model was trained on, 'test' for another; null where that cannot be told. */
  readonly split: 'train' | 'test' | null
  /** Null where the data holds word ids. */
  readonly text: string | null
  /** The true one. */
  readonly label: string
  readonly predicted: string
  /** Of `predicted`. */
  readonly probability: number
  /** Of all labels, in the model's order. */
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[]
}

/**
 * The measured texts one by one, in their order.
 *
 * @param trainedOn as `Selection` has it
 * @param originals [n]
 */
export function* measuredTexts(
  answers: Answers,
  trainedOn: Uint8Array | undefined,
  originals: readonly { readonly place: string; readonly text: string | null }[],
): Generator<MeasuredText> {
  const { labels, labelNames, probabilities } = answers
  const classes = labelNames.length
  for (const [i, predicted] of predictedOf(answers).entries()) {
    const row = probabilities.subarray(i * classes, (i + 1) * classes)
    yield {
      place: originals[i]!.place,
      split: trainedOn ? (trainedOn[i] === 1 ? 'train' : 'test') : null,
      text: originals[i]!.text,
      label: labelNames[labels[i]!]!,
      predicted: labelNames[predicted]!,
      probability: toSevenDigits(row[predicted]!),
      probabilities: labelNames.map((label, c) => ({ label, probability: toSevenDigits(row[c]!) })),
    }
  }
}

/** A column of the data: [n] values. */
export interface BesideColumn {
  readonly by: string
  readonly values: readonly string[]
}

const ownColumns = ['place', 'split', 'text', 'label', 'predicted', 'probability'] as const

/** The same as a table, which `readPredictions` reads. @param beside one more column of it */
export function measuredTable(
  answers: Answers,
  trainedOn: Uint8Array | undefined,
  originals: Parameters<typeof measuredTexts>[2],
  beside?: BesideColumn,
): WrittenTable {
  const texts = measuredTexts(answers, trainedOn, originals)
  const added = beside && { ...beside, by: freeName(beside.by) }
  return {
    columns: [
      ...ownColumns,
      ...answers.labelNames.map(name => probabilityColumn + name),
      ...(added ? [added.by] : []),
    ],
    rows: rowsOf(texts, added),
  }
}

/** A column of the data keeps its name, unless it would be read as one of the answers. */
function freeName(name: string): string {
  const taken: readonly string[] = [...ownColumns, 'probabilities']
  const isTaken = taken.includes(name.toLowerCase()) || name.startsWith(probabilityColumn)
  return isTaken ? `slice_${name}` : name
}

function* rowsOf(texts: Iterable<MeasuredText>, beside: BesideColumn | undefined): Generator<WrittenRow> {
  let row = 0
  for (const text of texts) {
    const value = beside && (beside.values[row++] ?? '')
    yield {
      json: beside ? { ...text, [beside.by]: value } : text,
      cells: [
        ...[text.place, text.split, text.text, text.label, text.predicted, text.probability],
        ...text.probabilities.map(({ probability }) => probability),
        ...(value === undefined ? [] : [value]),
      ],
    }
  }
}

/** How far the probabilities of a text may be from 1 together: they may have been rounded to two digits. */
const roundingAllowed = 0.02

/**
 * The answers in rows, whoever gave them. The labels are all that are named anywhere, sorted by code point.
 *
 * @returns with probabilities where every row has them, or the probability of the answer and there are two labels
 * @throws LstmError 'data' for rows without a label or an answer, probabilities that are none or do not add up to 1, or no rows at all
 */
export async function answersFrom(
  rows: Iterable<AnsweredText> | AsyncIterable<AnsweredText>,
): Promise<Answers | LabelAnswers> {
  const numbers = new Map<string, number>()
  const number = (name: string) => {
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, numbers.size)
    return numbers.size - 1
  }
  const read: {
    label: number
    predicted: number | undefined
    told: ReadonlyMap<number, number>
    place: string
  }[] = []
  requireRows(rows)
  for await (const row of rows) {
    const place = row?.place ?? `answer ${read.length + 1}`
    checkedAnswer(row, place)
    const predicted = row.predicted === undefined ? undefined : number(row.predicted)
    read.push({ label: number(row.label), predicted, told: toldBy(row, predicted, number, place), place })
  }
  if (read.length === 0) {
    throw new LstmError('data', 'there are no answers', { hint: 'give one for each text that was answered' })
  }

  const labelNames = [...numbers.keys()].sort(byCodePoint)
  const ranks = new Int32Array(labelNames.length)
  labelNames.forEach((name, rank) => {
    ranks[numbers.get(name)!] = rank
  })
  const ranked = (one: number) => ranks[one]!
  const labels = Int32Array.from(read, ({ label }) => ranked(label))
  const probabilities = probabilitiesIn(read, ranked, labelNames.length)
  const predicted = read.map((row, i) => {
    if (row.predicted !== undefined) return ranked(row.predicted)
    const of = probabilities?.subarray(i * labelNames.length, (i + 1) * labelNames.length)
    if (of) return of.indexOf(of.reduce((most, one) => Math.max(most, one)))
    throw new LstmError(
      'data',
      `${row.place}: no answer, and other rows have no probabilities of all labels`,
      {
        hint: 'give the answer of each, or the probabilities of all labels',
      },
    )
  })
  const common = { labels, labelNames, predicted: Int32Array.from(predicted) }
  return probabilities ? { ...common, probabilities } : common
}

/** The figures of answers in rows; those that need probabilities where all rows have them. @throws LstmError as `answersFrom` */
export async function evaluationOfRows(
  rows: Iterable<AnsweredText> | AsyncIterable<AnsweredText>,
): Promise<Evaluation | LabelEvaluation> {
  const answers = await answersFrom(rows)
  return 'probabilities' in answers ? evaluation(answers) : labelEvaluation(answers)
}

/** The probabilities that a row tells, by the numbers of their labels. */
function toldBy(
  { probabilities, probability, predicted: answer }: AnsweredText,
  predicted: number | undefined,
  number: (name: string) => number,
  place: string,
): ReadonlyMap<number, number> {
  if (probabilities) {
    const sum = probabilities.reduce((total, one) => total + one.probability, 0)
    if (Math.abs(sum - 1) > roundingAllowed) {
      throw new LstmError(
        'data',
        `${place}: the probabilities of its labels add up to ${sum.toFixed(3)}, not 1`,
        { hint: 'give those of all labels; what is not named has 0' },
      )
    }
    return new Map(probabilities.map(one => [number(one.label), one.probability]))
  }
  if (answer === undefined) {
    throw new LstmError('data', `${place}: it has neither an answer nor probabilities`, {
      hint: 'give what was answered, or the probabilities of all labels',
    })
  }
  return probability === undefined ? new Map() : new Map([[predicted!, probability]])
}

/** [n, classes]; undefined where some row does not tell them. */
function probabilitiesIn(
  rows: readonly { readonly told: ReadonlyMap<number, number> }[],
  ranked: (label: number) => number,
  classes: number,
): Float32Array | undefined {
  const result = new Float32Array(rows.length * classes)
  for (const [i, { told }] of rows.entries()) {
    for (const [label, probability] of told) result[i * classes + ranked(label)] = probability
    if (told.size === 1 && classes === 2) {
      const [[label, probability]] = [...told] as [[number, number]]
      result[i * classes + 1 - ranked(label)] = 1 - probability
    } else if (
      told.size === 0 ||
      (told.size === 1 && classes > 2 && [...told.values()][0]! < 1 - roundingAllowed)
    ) {
      return undefined
    }
  }
  return result
}

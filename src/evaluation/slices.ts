/** How good answers are on parts of the texts: by a column of the data, by length, by words that the model does not know. */
import type { Model } from '../model/model.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { unknownId } from '../text/vocabulary.ts'
import { counted } from '../wording.ts'
import { type Answers, predictedOf } from './evaluation.ts'
import { errorsByLength, textLengths } from './lengths.ts'
import { wilsonInterval } from './metrics.ts'

/** Texts that have something in common. */
interface Slice {
  readonly name: string
  /** At least 1. */
  readonly texts: number
  readonly wrong: number
  readonly accuracy: number
  /** 95 % Wilson interval of the accuracy. */
  readonly interval: readonly [number, number]
}

/** The texts in slices by one of their properties. */
export interface SliceTable {
  readonly by: string
  readonly slices: readonly Slice[]
}

/** What every evaluation slices texts by, [n] each. */
export interface TextProperties {
  /** In tokens. */
  readonly lengths: ArrayLike<number>
  /** The share of words that the model's network does not know; left out where there is no network, or it reads ids. */
  readonly unknown?: ArrayLike<number>
}

/** @param texts in the model's ids */
export function propertiesOf(
  { tokens, offsets }: TokenSequences,
  { network, vocabulary }: Pick<Model, 'network' | 'vocabulary'>,
): TextProperties {
  const lengths = textLengths({ offsets })
  if (!network || !vocabulary) return { lengths }
  const unknown = Float64Array.from(lengths, (length, i) => {
    const ids = tokens.subarray(offsets[i], offsets[i + 1])
    return length === 0 ? 0 : ids.filter(id => id === unknownId).length / length
  })
  return { lengths, unknown }
}

/**
 * The slices that every evaluation has: by length, and by the share of unknown words; before them those by a column of the data.
 *
 * @param column its name and its values, [n]
 */
export function slicesOf(
  answers: Answers,
  { lengths, unknown }: TextProperties,
  column?: { readonly by: string; readonly values: readonly string[] },
): SliceTable[] {
  const predicted = predictedOf(answers)
  const isRight = (i: number) => predicted[i] === answers.labels[i]
  const byLength = errorsByLength(lengths, isRight).map(({ from, to, ...count }) =>
    slice(`${from} to ${counted(to, 'token')}`, count),
  )
  return [
    ...(column ? [slicesByValue(column.by, column.values, isRight)] : []),
    { by: 'length', slices: byLength },
    ...(unknown ? [slicesByRange('unknown words', unknown, unknownRanges, isRight)] : []),
  ]
}

/** Values of a column that are shown; the others are taken together. */
const valuesShown = 20

/** Slices by the values that texts have, those of most texts first. */
export function slicesByValue(
  by: string,
  values: readonly string[],
  isRight: (index: number) => boolean,
): SliceTable {
  const counts = new Map<string, { texts: number; wrong: number }>()
  for (const [i, value] of values.entries()) {
    const count = counts.get(value) ?? { texts: 0, wrong: 0 }
    counts.set(value, { texts: count.texts + 1, wrong: count.wrong + (isRight(i) ? 0 : 1) })
  }
  const sorted = [...counts].sort((a, b) => b[1].texts - a[1].texts || (a[0] < b[0] ? -1 : 1))
  const rest = sorted.slice(valuesShown)
  const others = rest.reduce(
    (sum, [, count]) => ({ texts: sum.texts + count.texts, wrong: sum.wrong + count.wrong }),
    { texts: 0, wrong: 0 },
  )
  return {
    by,
    slices: [
      ...sorted.slice(0, valuesShown).map(([name, count]) => slice(name === '' ? '(empty)' : name, count)),
      ...(rest.length > 0 ? [slice(counted(rest.length, 'other value'), others)] : []),
    ],
  }
}

/** Slices by a number, in ranges; the empty ones are left out. */
function slicesByRange(
  by: string,
  values: ArrayLike<number>,
  ranges: readonly { readonly name: string; readonly below: number }[],
  isRight: (index: number) => boolean,
): SliceTable {
  const counts = ranges.map(() => ({ texts: 0, wrong: 0 }))
  for (let i = 0; i < values.length; i++) {
    const count = counts[ranges.findIndex(({ below }) => values[i]! < below)]!
    count.texts++
    if (!isRight(i)) count.wrong++
  }
  return {
    by,
    slices: ranges.flatMap(({ name }, r) => (counts[r]!.texts === 0 ? [] : [slice(name, counts[r]!)])),
  }
}

/** What share of a text's words the model does not know, in ranges for `slicesByRange`. */
const unknownRanges = [
  { name: 'none', below: Number.MIN_VALUE },
  { name: 'to 5 %', below: 0.05 },
  { name: '5 to 10 %', below: 0.1 },
  { name: '10 to 20 %', below: 0.2 },
  { name: '20 % and more', below: Number.POSITIVE_INFINITY },
]

function slice(name: string, { texts, wrong }: { readonly texts: number; readonly wrong: number }): Slice {
  return { name, texts, wrong, accuracy: 1 - wrong / texts, interval: wilsonInterval(texts - wrong, texts) }
}

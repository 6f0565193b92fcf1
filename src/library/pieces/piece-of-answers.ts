import { select } from '../../data/split.ts'
import { decide } from '../../evaluation/decision.ts'
import { type Answers, evaluation } from '../../evaluation/evaluation.ts'
import { remarksOnAnswers, remarksOnDecision } from '../../evaluation/remarks.ts'
import type { SelectionCounts } from '../../evaluation/selection.ts'
import { slicesOf, type TextProperties } from '../../evaluation/slices.ts'
import { pieceBegin, pieceEnd, pieceItem, type Shard } from '../../formats/work-pieces.ts'
import { host } from '../../host/index.ts'
import type { Results } from '../../model/model.ts'
import type { Decision } from '../../model/rule.ts'
import { resultsSchema } from '../../storage/model-schema.ts'
import { keptDecision } from '../../storage/parts/decision-part.ts'
import {
  count,
  list,
  Misfit,
  nullable,
  object,
  optional,
  parsed,
  type Schema,
  share,
  text,
} from '../../storage/schema.ts'
import type { SelectedTexts } from '../selected-texts.ts'

/** What is measured by answers that are made in pieces. */
interface AnswersHead {
  readonly model: string
  readonly data: string
  readonly texts: SelectionCounts
  readonly labelNames: readonly string[]
  readonly format: 'text' | 'json'
  /** The column whose values have figures of their own. */
  readonly slice?: string | undefined
  /** That the model keeps. */
  readonly decision?: Decision | undefined
  /** What figures of all must be taken with, as far as it is known without the answers. */
  readonly notices: readonly string[]
  /** Of the model's training. */
  readonly results?: Results | undefined
}

/** The answer to one text, and what of it figures are made by. */
interface AnswerItem {
  readonly label: number
  readonly tokens: number
  readonly unknown?: number | undefined
  readonly value?: string | undefined
  /** As float32 has them. */
  readonly probabilities: readonly number[]
}

/** The texts of a piece among those that are measured; what is said of all stays. */
export function pieceOf(selected: SelectedTexts, { index, of }: Shard): SelectedTexts {
  const { selection } = selected
  const { texts, indices, trainedOn } = selection
  const own = Int32Array.from(indices.keys()).filter(place => place % of === index)
  return {
    ...selected,
    selection: {
      ...selection,
      texts: select(texts, own),
      indices: own.map(place => indices[place]!),
      trainedOn: trainedOn && Uint8Array.from(own, place => trainedOn[place]!),
    },
  }
}

/**
 * The lines of a piece, for `lstm merge`.
 *
 * @param answers to the texts of this piece
 * @param values of the column that has figures of its own
 * @param about all that the answers depend on
 */
export function* pieceOfAnswers(
  shard: Shard,
  head: AnswersHead,
  { labels, probabilities }: Answers,
  { lengths, unknown }: TextProperties,
  values: readonly string[],
  about: readonly Uint8Array[],
): Generator<string, void> {
  const classes = head.labelNames.length
  yield pieceBegin({ work: 'eval', ...shard, head: JSON.stringify(head) })
  for (const [i, label] of labels.entries()) {
    const item: AnswerItem = {
      label,
      tokens: lengths[i]!,
      ...(unknown && { unknown: unknown[i]! }),
      ...(values.length > 0 && { value: values[i]! }),
      probabilities: [...probabilities.subarray(i * classes, (i + 1) * classes)],
    }
    yield pieceItem(shard.index + shard.of * i, JSON.stringify(item))
  }
  const hash = host.sha256()
  for (const part of about) hash.update(part)
  yield pieceEnd({ end: labels.length, total: head.texts.measured, key: hash.digest() })
}

const headSchema = object<AnswersHead>({
  model: text,
  data: text,
  texts: object<SelectionCounts>({
    ...{ offered: count, measured: count, leftOut: count },
    ...{ trainedOn: nullable(count), new: nullable(count) },
  }),
  labelNames: list(text),
  format: text as Schema<'text' | 'json'>,
  slice: optional(text),
  decision: optional(keptDecision),
  notices: list(text),
  results: optional(resultsSchema),
})

const itemSchema = object<AnswerItem>({
  label: count,
  tokens: count,
  unknown: optional(share),
  value: optional(text),
  probabilities: list(share),
})

/** @throws Misfit for an answer that is none to so many labels */
function itemOf(value: unknown, labels: number): AnswerItem {
  const item = itemSchema(value)
  if (item.label >= labels) throw new Misfit(`is none of ${labels} labels`, 'label')
  if (item.probabilities.length !== labels) throw new Misfit(`are not ${labels} numbers`, 'probabilities')
  return item
}

/** The figures of all pieces, as of one measurement. @param texts the head, then the answers @throws Misfit for damaged ones */
export async function mergedAnswers(texts: AsyncIterable<string>) {
  let head: AnswersHead | undefined
  const items: AnswerItem[] = []
  for await (const text of texts) {
    if (head) items.push(itemOf(parsed(text), head.labelNames.length))
    else head = headSchema(parsed(text))
  }
  if (!head) throw new Misfit('is missing', 'head')
  const { labelNames, slice, decision, notices, results, ...about } = head
  const answers: Answers = {
    labelNames,
    labels: Int32Array.from(items, ({ label }) => label),
    probabilities: Float32Array.from(items.flatMap(({ probabilities }) => probabilities)),
  }
  const known = items.every(({ unknown }) => unknown !== undefined)
  const properties = {
    lengths: items.map(({ tokens }) => tokens),
    ...(known && { unknown: items.map(({ unknown }) => unknown!) }),
  }
  const column = slice === undefined ? undefined : { by: slice, values: items.map(({ value = '' }) => value) }
  const measured = evaluation(answers)
  const decided = decide(undefined, { labels: labelNames, ...(decision && { decision }) }, answers)
  return {
    ...about,
    slice,
    notices: [
      ...notices,
      ...remarksOnAnswers(answers, results, about.texts.trainedOn === 0),
      ...remarksOnDecision(decided, measured),
    ],
    measured,
    slices: slicesOf(answers, properties, column),
    decided,
  }
}

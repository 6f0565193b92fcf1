/** What figures must be taken with, as the answers and the texts themselves show. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { hashesOf } from '../data/fingerprint.ts'
import type { Provenance } from '../model/model.ts'
import { uncertainLabel } from '../model/rule.ts'
import { listed } from '../printable.ts'
import type { StoredSequences } from '../text/sequences.ts'
import { counted, grouped, partOf, percent, verb, withoutToken } from '../wording.ts'
import type { FoundDecision } from './decision.ts'
import { type Answers, type Evaluation, type LabelAnswers, predictedOf } from './evaluation.ts'
import { wilsonInterval } from './metrics.ts'

/** Of the texts, so many equal to an earlier one are told: with fewer an interval is hardly too narrow. */
const toldCopies = 1 / 20

/** @param indices of the texts measured, in this split */
export function remarksOnTexts(
  corpus: TokenisedCorpus,
  split: 'train' | 'test',
  indices: Int32Array,
): string[] {
  const texts = corpus[split]!
  return [...emptyTexts(texts, indices), ...equalTexts(hashesOf(texts, corpus.words), indices)]
}

function emptyTexts({ offsets }: StoredSequences, indices: Int32Array): string[] {
  const empty = indices.filter(index => offsets[index] === offsets[index + 1]).length
  return empty === 0 ? [] : [`${withoutToken(empty, indices.length)}: answered without anything to go by`]
}

function equalTexts(hashes: Float64Array, indices: Int32Array): string[] {
  const different = new Set(Array.from(indices, index => hashes[index])).size
  const copies = indices.length - different
  if (copies === 0 || copies < toldCopies * indices.length) return []
  return [
    `${partOf(copies, indices.length, 'text')} ${verb(copies, 'are')} equal to an earlier one: an interval of ${counted(different, 'text')} would be wider`,
  ]
}

/**
 * @param results the errors at the end of the model's training
 * @param isNew whether no text is known to be one that it was trained on
 */
export function remarksOnAnswers(answers: Answers, results: Provenance['results'], isNew: boolean): string[] {
  return [...(isNew ? tooGood(answers, results) : []), ...foreignLabels(answers)]
}

/**
 * Where answers are as good as those to the training texts, and not as those to texts held out: a text that was changed a little is a
 * new one by its hash. By the intervals, chance does not make this difference.
 */
function tooGood(answers: Answers, results: Provenance['results']): string[] {
  if (!results) return []
  const heldOut = results.test.examples > 0 ? results.test : results.validation
  if (heldOut.examples === 0 || results.train.examples === 0) return []
  const { labels } = answers
  const right = predictedOf(answers).filter((label, i) => label === labels[i]).length
  const error = 1 - right / labels.length
  const rightThen = Math.round((1 - heldOut.error) * heldOut.examples)
  const isBetter = wilsonInterval(right, labels.length)[0] > wilsonInterval(rightThen, heldOut.examples)[1]
  if (!isBetter || error >= (results.train.error + heldOut.error) / 2) return []
  return [
    `wrong are ${percent(error)} of these, and were ${percent(results.train.error)} of the training texts, but ${percent(heldOut.error)} of ${counted(heldOut.examples, 'text')} held out: these are easier, or training texts a little changed (lstm check TRAINING --test THESE tells)`,
  ]
}

/** Of the answers, [n], those that none of the texts has as its label, [n]. */
function foreignAnswers(predicted: Int32Array, labels: Int32Array): Int32Array {
  const held = new Set(labels)
  return predicted.filter(label => !held.has(label))
}

/** Answers that no text has as its label: the model answers more than the texts ask. */
function foreignLabels(answers: Answers): string[] {
  const { labels, labelNames } = answers
  const foreign = foreignAnswers(predictedOf(answers), labels)
  if (foreign.length === 0) return []
  const names = [...new Set(foreign)].sort((a, b) => a - b).map(label => labelNames[label]!)
  return [
    `${partOf(foreign.length, labels.length, 'text')} ${verb(foreign.length, 'are')} answered with ${names.length === 1 ? 'a label' : 'labels'} that no text has: ${listed(names)}; macro F1 counts ${names.length === 1 ? 'it' : 'each'} as 0 %`,
  ]
}

/** Answers of any model, such as 'uncertain', which no text has for its label: they are in the figures. */
export function remarksOnForeign(
  predicted: Int32Array,
  { labels, labelNames }: Pick<LabelAnswers, 'labels' | 'labelNames'>,
): string[] {
  const foreign = foreignAnswers(predicted, labels)
  if (foreign.length === 0) return []
  const names = listed([...new Set(foreign)].map(label => `'${labelNames[label]!}'`))
  return [
    `${partOf(foreign.length, predicted.length, 'answer')} ${verb(foreign.length, 'are')} ${names}, which no text has for its label: wrong here, and a class of macro F1`,
  ]
}

/** @param decided what was decided, if anything was; @param measured the same texts, answered with the most probable label */
export function remarksOnDecision(
  decided: FoundDecision | undefined,
  measured: Pick<Evaluation, 'error' | 'examples'>,
): string[] {
  if (!decided) return []
  const { decision, foundHere } = decided
  const { wrong, texts } = decided.measured
  const plain = Math.round(measured.error * measured.examples)
  return [
    ...(foundHere
      ? [
          'the decision was found by the very texts that it is measured on: that it keeps its promise on them is no proof',
        ]
      : []),
    ...(decision.threshold && wrong > plain
      ? [
          `by the decision ${grouped(wrong)} of ${counted(texts, 'text')} are answered wrong, and ${grouped(plain)} by the most probable label: what is below the threshold of its label is given another one (with --target-precision for every label it is '${uncertainLabel}')`,
        ]
      : []),
  ]
}

/** What `compare` does. */

import type { LabelledRow, LabelledRows } from '../../data/labelled-rows.ts'
import { type Original, originalsAt } from '../../data/originals.ts'
import { gatheredRows } from '../../data/require-rows.ts'
import { select } from '../../data/split.ts'
import { LstmError } from '../../errors.ts'
import { type Compared, compareAnswers } from '../../evaluation/comparison.ts'
import type { Answers } from '../../evaluation/evaluation.ts'
import { inModelTerms, modelLabels } from '../../evaluation/model-terms.ts'
import { remarksOnAnswers, remarksOnTexts } from '../../evaluation/remarks.ts'
import type { Selection } from '../../evaluation/selection.ts'
import { verdictOn } from '../../evaluation/verdict.ts'
import type { WrittenRow, WrittenTable } from '../../formats/written-table.ts'
import type { Classifier } from '../../model/classifier.ts'
import type { Model } from '../../model/model.ts'
import { mostProbable } from '../../model/probabilities.ts'
import { listed } from '../../printable.ts'
import { toSevenDigits } from '../../rounding.ts'
import type { TokenSequences } from '../../text/sequences.ts'
import { counted, dataName, grouped, partOf, verb } from '../../wording.ts'
import { disk } from '../disk-node.ts'
import { CorpusFiles } from '../read-corpus.ts'
import { type SelectedTexts, selectedTexts } from '../selected-texts.ts'
import { TextModel } from '../text-model.ts'
import {
  type CommonLabels,
  commonLabels,
  comparedNames,
  comparedProbabilities,
  remarksOnMerged,
} from './common-labels.ts'

/** What is compared, and how. */
export interface CompareOptions {
  /** Texts that no model was trained on (`test`, where it is left out), or all, which shows them better than they are. */
  readonly which?: 'test' | 'all' | undefined
  /** Of the bootstrap; 1 where it is left out. */
  readonly seed?: number | undefined
  /** Of the bootstrap, at most; 2,000 where it is left out, fewer where texts are many. */
  readonly resamples?: number | undefined
  /** Texts with different answers that are told, at most: those first that the models are surest of. 20 where it is left out. */
  readonly disagreements?: number | undefined
  /** When aborted, no further row is read, and LstmError 'interrupted' is thrown. */
  readonly signal?: AbortSignal | undefined
}

/** A text that models answer differently. */
export interface Disagreement extends Original {
  /** The true one. */
  readonly label: string
  /** What each model says, in the order of the models. */
  readonly answers: readonly { readonly label: string; readonly probability: number }[]
}

/** Models side by side on the same texts. */
export interface Comparison extends Compared {
  /** A sentence or two for each pair. */
  readonly verdict: readonly string[]
  /** Numbers of texts. */
  readonly texts: {
    /** In the data. */
    readonly offered: number
    /** Answered by all models. */
    readonly measured: number
    /** Not measured, since one of the models was trained on them. */
    readonly leftOut: number
    /** Of those measured, texts that one of the models is known to have been trained on. */
    readonly trainedOn: number
    /** The models that do not know which texts they were trained on. */
    readonly unknown: readonly string[]
  }
  /** Texts that not all models answer alike. */
  readonly disputed: number
  /** The first of these, what the models are surest of before the others. */
  readonly disagreements: readonly Disagreement[]
  /** Texts a second, of each model: on this machine, at this time. */
  readonly textsPerSecond: readonly number[]
  /** What the figures must be taken with, a line each. */
  readonly notices: readonly string[]
}

/** A comparison, with what a report needs beside it. */
export interface Contest {
  readonly comparison: Comparison
  /** Of each model, all with the labels in the order of the first. */
  readonly answers: readonly Answers[]
  /** As the first model reads them. */
  readonly texts: Pick<TokenSequences, 'offsets'>
}

/** How many texts were compared on, and what must be known of them: '80 of 200; 120 left out, which a model was trained on'. */
export function comparedTexts({
  offered,
  measured,
  leftOut,
  trainedOn,
  unknown,
}: Comparison['texts']): string {
  const which =
    leftOut > 0
      ? `${partOf(measured, offered)}; ${grouped(leftOut)} left out, which a model was trained on`
      : grouped(measured)
  const remarks = [
    ...(unknown.length > 0 ? [`some of which ${listed(unknown)} may have been trained on`] : []),
    ...(trainedOn > 0
      ? [`${trainedOn === measured ? 'all' : grouped(trainedOn)} of which a model was trained on`]
      : []),
  ]
  const none = leftOut > 0 ? [] : ['none of which a model was trained on']
  return [which, ...(remarks.length > 0 ? remarks : none)].join(', ')
}

export async function contest(
  models: ReadonlyMap<string, TextModel>,
  data: LabelledRows | CorpusFiles,
  { which = 'test', seed = 1, resamples = 2000, disagreements = 20, signal }: CompareOptions,
): Promise<Contest> {
  const names = [...models.keys()]
  const classifiers = Array.from(models.values(), TextModel.classifierOf)
  const labels = commonLabels(
    classifiers.map(({ model }, m) => ({ ...model, name: names[m]! })),
    data instanceof CorpusFiles ? data.request.mergeLabels : undefined,
  )
  const source = data instanceof CorpusFiles ? data : await gatheredRows(data)
  const place = data instanceof CorpusFiles ? dataName(data.request.data) : 'the rows'
  const notices = new Set<string>()
  const options = { which, signal, onNotice: (message: string) => notices.add(message) }

  const selected: SelectedTexts[] = []
  for (const { model } of classifiers) selected.push(await selectedTexts(model, source, options))
  const { corpus, selection } = selected[0]!
  const { split } = selection
  const { offered } = selection.counts
  const indices = newToAll(selected)
  const trained = new Set(selected.flatMap(({ selection }) => trainedIn(selection)))

  const contenders: Contender[] = []
  for (const [m, classifier] of classifiers.entries()) {
    const asked = { selected: selected[m]!, indices, labels, place }
    contenders.push(await contender(names[m]!, classifier, asked))
  }
  const allLabels = [...classifiers.flatMap(({ labels }) => labels), ...corpus.labelNames]
  for (const remark of remarksOnMerged(allLabels, labels)) notices.add(remark)
  for (const remark of remarksOnLearners(contenders, indices)) notices.add(remark)
  for (const remark of remarksOnTexts(corpus, split, indices)) notices.add(remark)
  for (const each of contenders) for (const remark of remarksOn(each)) notices.add(remark)

  const compared = compareAnswers(
    contenders.map(({ name, predicted }) => ({ name, predicted })),
    contenders[0]!.answers,
    { seed, resamples },
  )
  const disputed = surestDisagreements(contenders)
  const told = disputed.slice(0, disagreements)
  const examples = corpus.ranked ? undefined : examplesOf(source, split)
  const originals = await originalsInOrder(told, indices, examples, place)
  return {
    comparison: {
      ...compared,
      verdict: verdictOn(compared),
      texts: {
        ...{ offered, measured: indices.length, leftOut: offered - indices.length },
        trainedOn: indices.filter(index => trained.has(index)).length,
        unknown: names.filter((_, m) => selected[m]!.selection.trainedOn === undefined),
      },
      disputed: disputed.length,
      disagreements: told.map((index, n) => disagreementOn(index, originals[n]!, contenders)),
      textsPerSecond: contenders.map(({ textsPerSecond }) => textsPerSecond),
      notices: [...notices],
    },
    answers: contenders.map(({ answers }) => answers),
    texts: contenders[0]!.texts,
  }
}

/** A model, and what it answers to the texts that all are measured on. */
interface Contender {
  readonly name: string
  readonly model: Model
  readonly selection: Selection
  /** By the labels compared. */
  readonly answers: Answers
  readonly predicted: Int32Array
  /** As it reads them. */
  readonly texts: Pick<TokenSequences, 'offsets'>
  readonly textsPerSecond: number
}

async function contender(
  name: string,
  classifier: Classifier,
  asked: {
    readonly selected: SelectedTexts
    readonly indices: Int32Array
    readonly labels: CommonLabels
    readonly place: string
  },
): Promise<Contender> {
  const { indices, place } = asked
  const labelNames = asked.labels.names
  const { corpus, selection } = asked.selected
  const { model } = classifier
  const texts = select(corpus[selection.split]!, indices)
  const labels = modelLabels(texts, comparedNames(corpus, asked.labels), { labels: labelNames }, place)
  const start = performance.now()
  const encoded = inModelTerms(texts, corpus, classifier)
  const probabilities = await classifier.probabilities(encoded)
  const seconds = Math.max(0.001, performance.now() - start) / 1000
  const compared = comparedProbabilities(probabilities, classifier.labels, asked.labels)
  return {
    ...{ name, model, selection, answers: { probabilities: compared, labels, labelNames } },
    predicted: mostProbable(compared, labelNames.length),
    texts: { offsets: encoded.offsets },
    textsPerSecond: Math.round(indices.length / seconds),
  }
}

/** Texts that only models which have learned corrections leave out, if there are some. @param indices the texts measured */
function remarksOnLearners(contenders: readonly Contender[], indices: Int32Array): string[] {
  const hasLearned = ({ model }: Contender) => model.provenance.learned !== undefined
  const others = contenders.filter(each => !hasLearned(each))
  if (others.length === 0) return []
  const offered = common(others.map(({ selection }) => selection.indices)).length
  const count = offered - indices.length
  if (count <= 0) return []
  const learners = contenders.filter(hasLearned).map(({ name }) => name)
  return [
    `${partOf(count, offered, 'text')} ${verb(count, 'are')} left out for ${listed(learners)} alone, which has learned corrections: those that were corrected since another model had them wrong are missing from its errors`,
  ]
}

/** What its figures must be taken with. */
function remarksOn({ name, model, selection, answers }: Contender): string[] {
  const isNew = selection.trainedOn !== undefined && trainedIn(selection).length === 0
  // With labels that are one here and were two then, it was measured by other labels.
  const results = model.labels.length === answers.labelNames.length ? model.provenance.results : undefined
  return [
    ...(selection.trainedOn ? selection.remarks : []),
    ...remarksOnAnswers(answers, results, isNew).map(remark => `${name}: ${remark}`),
  ]
}

function disagreementOn(index: number, original: Original, contenders: readonly Contender[]): Disagreement {
  const { labels, labelNames } = contenders[0]!.answers
  return {
    ...original,
    label: labelNames[labels[index]!]!,
    answers: contenders.map(({ answers: { probabilities }, predicted }) => {
      const label = predicted[index]!
      const probability = probabilities[index * labelNames.length + label]!
      return { label: labelNames[label]!, probability: toSevenDigits(probability) }
    }),
  }
}

/** The texts as they are written, which are read in their own order. @param told places in `indices` */
async function originalsInOrder(
  told: readonly number[],
  indices: Int32Array,
  examples: Parameters<typeof originalsAt>[0],
  place: string,
): Promise<Original[]> {
  const ascending = Int32Array.from(told).sort()
  const found = await originalsAt(
    examples,
    ascending.map(index => indices[index]!),
    place,
  )
  const originals = new Map(found.map((original, i) => [ascending[i]!, original]))
  return told.map(index => originals.get(index)!)
}

/** The texts that models answer differently, as a table. */
export function disagreementTable(comparison: Comparison): WrittenTable {
  const each = comparison.models.flatMap(({ name }) => [`predicted ${name}`, `probability ${name}`])
  return { columns: ['place', 'text', 'label', ...each], rows: rowsOf(comparison) }
}

function* rowsOf({ disagreements }: Comparison): Generator<WrittenRow> {
  for (const each of disagreements) {
    const answers = each.answers.flatMap(({ label, probability }) => [label, probability])
    yield { json: each, cells: [each.place, each.text, each.label, ...answers] }
  }
}

async function* examplesOf(source: readonly LabelledRow[] | CorpusFiles, split: 'train' | 'test') {
  if (source instanceof CorpusFiles) yield* disk.readExamples(source.request, split, source.place.stdin)
  else for (const [i, { text }] of source.entries()) yield { text, place: `row ${i + 1}` }
}

/** Of the texts selected, those that the model was trained on. */
function trainedIn({ indices, trainedOn }: Selection): readonly number[] {
  return trainedOn ? [...indices.filter((_, i) => trainedOn[i] === 1)] : []
}

/** The texts that are selected for every model. @throws LstmError 'data' where there are none */
function newToAll(selected: readonly SelectedTexts[]): Int32Array {
  const indices = common(selected.map(({ selection }) => selection.indices))
  if (indices.length > 0) return indices
  const { offered } = selected[0]!.selection.counts
  throw new LstmError(
    'data',
    `each of the ${counted(offered, 'text')} is one that one of the models was trained on`,
    { hint: 'give texts that are new to all of them with --data' },
  )
}

/** What stands in all lists, each ascending. */
function common(lists: readonly Int32Array[]): Int32Array {
  return lists.reduce((left, list) => {
    const held = new Set(list)
    return left.filter(index => held.has(index))
  })
}

/** The texts that models answer differently, those first of which the least sure of them is surest. */
function surestDisagreements(contenders: readonly Contender[]): number[] {
  const { predicted: first, answers } = contenders[0]!
  const classes = answers.labelNames.length
  const texts = [...first.keys()].filter(i => contenders.some(({ predicted }) => predicted[i] !== first[i]))
  const sureness = texts.map(i =>
    Math.min(
      ...contenders.map(({ answers, predicted }) => answers.probabilities[i * classes + predicted[i]!]!),
    ),
  )
  return [...texts.keys()].sort((a, b) => sureness[b]! - sureness[a]! || a - b).map(at => texts[at]!)
}

/** The labels that models are compared by: where a training read one as another, it is that one for all of them. */

import type { TokenisedCorpus } from '../../data/corpus.ts'
import { labelMerges } from '../../data/merged-labels.ts'
import { LstmError } from '../../errors.ts'
import type { Answers } from '../../evaluation/evaluation.ts'
import { placesAmong } from '../../model/label-places.ts'
import type { Model } from '../../model/model.ts'
import { listed, quoted } from '../../printable.ts'

export interface CommonLabels {
  /** In the order of the first model. */
  readonly names: readonly string[]
  /** What a label is compared as: itself, or the one that it is read as. */
  readonly meant: (label: string) => string
}

/** A model, with the name that it is compared by. */
type Named = Pick<Model, 'labels' | 'provenance'> & { readonly name: string }

/**
 * @param asked the labels to be read as others, before what trainings had of them
 * @throws LstmError 'data' for models of other labels: they do not answer the same question
 */
export function commonLabels(models: readonly Named[], asked: string | undefined): CommonLabels {
  const meant = togetherMeant([asked, ...models.map(({ provenance }) => provenance.source?.mergeLabels)])
  const [first, ...others] = models.map(({ labels }) => [...new Set(labels.map(meant))])
  const names = first!
  const same = (labels: readonly string[]) =>
    labels.length === names.length && !placesAmong(names, labels).includes(-1)
  const other = others.findIndex(labels => !same(labels))
  if (other >= 0) {
    throw new LstmError('data', `${models[0]!.name} and ${models[other + 1]!.name} have different labels`, {
      hint: `${listed(names)}; and ${listed(others[other]!)} (--merge-labels reads those as one that mean the same)`,
    })
  }
  if (names.length > 1) return { names, meant }
  throw new LstmError('data', `all labels of ${models[0]!.name} are read as ${quoted(names[0]!)}`)
}

/** What labels are read as by all of these together; of two that contradict each other the first is right. */
function togetherMeant(texts: readonly (string | undefined)[]): CommonLabels['meant'] {
  const merges = new Map<string, string>()
  const meant = (label: string): string => (merges.has(label) ? meant(merges.get(label)!) : label)
  for (const text of texts) {
    for (const [label, other] of text === undefined ? [] : labelMerges(text)) {
      if (!merges.has(label) && meant(other) !== label) merges.set(label, other)
    }
  }
  return meant
}

/** The true labels' names as they are compared. */
export function comparedNames(
  { labelNames }: Pick<TokenisedCorpus, 'labelNames'>,
  { meant }: CommonLabels,
): Pick<TokenisedCorpus, 'labelNames'> {
  return { labelNames: labelNames.map(meant) }
}

/** A model's probabilities by the labels compared: of those that are one their sum. @param labels the model's */
export function comparedProbabilities(
  probabilities: Answers['probabilities'],
  labels: readonly string[],
  { names, meant }: CommonLabels,
): Answers['probabilities'] {
  const places = placesAmong(names, labels.map(meant))
  if (labels.length === names.length && places.every((place, c) => place === c)) return probabilities
  const sums = new Float32Array((probabilities.length / labels.length) * names.length)
  for (const [at, probability] of probabilities.entries()) {
    const text = Math.floor(at / labels.length)
    sums[text * names.length + places[at % labels.length]!]! += probability
  }
  return sums
}

/** A line for each label that is compared as another one. @param labels of models and texts */
export function remarksOnMerged(labels: readonly string[], { meant }: CommonLabels): string[] {
  const merged = [...new Set(labels)].filter(label => meant(label) !== label)
  return merged.map(label => `label ${quoted(label)} is compared as ${quoted(meant(label))}`)
}

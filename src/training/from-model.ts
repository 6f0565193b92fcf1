/** What a training takes over from a model: the start of its network, and n-grams that stand beside its own. */

import { featureCount, type Parameters } from '../engines/engine.ts'
import { bytesOf, toUtf8 } from '../formats/bytes.ts'
import { host } from '../host/index.ts'
import { placesAmong } from '../model/label-places.ts'
import type { Model, Network } from '../model/model.ts'
import { type NgramPart, scoreColumns } from '../model/ngram-part.ts'
import { withTemperature } from '../model/temperature.ts'
import { keepProbabilityOf } from '../settings/engine-settings.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { KnownVectors } from '../text/known-vectors.ts'
import { unknownId, type Vocabulary } from '../text/vocabulary.ts'
import { rowsByVectors } from './new-rows.ts'

/** The settings that a training has from a model. */
export function settingsOf({
  network,
  hyperparameters: { tokenizer, pooling },
}: Model): Partial<Hyperparameters> {
  if (!network) return { tokenizer }
  return { tokenizer, pooling, dimension: network.sizes.hidden, wordVectorEpochs: 0, network: true }
}

/** SHA-256 over all that a training takes from a model. */
export function digestOf({ network, ngrams, vocabulary, labels }: Model): string {
  const hash = host.sha256()
  hash.update(toUtf8(JSON.stringify([labels, vocabulary?.words])))
  const arrays = [
    ...Object.values(network?.parameters ?? {}),
    ...(ngrams ? [ngrams.keys.low, ngrams.keys.high, ngrams.weights, ngrams.bias] : []),
  ]
  for (const array of arrays) hash.update(bytesOf(array))
  return hash.digest()
}

/**
 * The network's parameters for another vocabulary and other labels. A new word starts where its vector belongs among the rows, or else as
 * the unknown word, which it was to the model until now; a new label as it is drawn.
 *
 * @param drawn parameters of the sizes that are wanted
 * @param vectors of the model's words and of new ones
 */
export function parametersFrom(
  { vocabulary: known, labels: knownLabels, hyperparameters: before, provenance }: Model,
  { sizes, parameters }: Network,
  now: {
    readonly vocabulary: Vocabulary
    readonly labels: readonly string[]
    readonly hyperparameters: Hyperparameters
  },
  drawn: Parameters,
  vectors: KnownVectors | undefined,
): Parameters {
  // As it was before it was mixed or calibrated, and with the share of the pooled vector that training now keeps.
  const calibrated = provenance.mixing ? 1 / provenance.mixing.network : (provenance.temperature ?? 1)
  const kept = keepProbabilityOf(before) / keepProbabilityOf(now.hyperparameters)
  const { U, b, ...rest } = withTemperature(parameters, 1 / calibrated)
  const D = sizes.embedding
  const row = (id: number) => parameters.Wemb.subarray(id * D, (id + 1) * D)
  const Wemb = new Float32Array(drawn.Wemb.length)
  Wemb.set(parameters.Wemb.subarray(0, 2 * D))
  const rowOf =
    known && vectors && rowsByVectors({ vocabulary: known, rows: parameters.Wemb, dimension: D }, vectors)
  for (const word of now.vocabulary.words) {
    const id = known?.id(word) ?? unknownId
    const start = id === unknownId ? rowOf?.(word) : undefined
    Wemb.set(start ?? row(id), now.vocabulary.id(word) * D)
  }
  const [classes, knownClasses] = [now.labels.length, knownLabels.length]
  const columns = { U: drawn.U.slice(), b: drawn.b.slice() }
  for (const [c, from] of placesAmong(knownLabels, now.labels).entries()) {
    if (from < 0) continue
    columns.b[c] = b[from]!
    for (let f = 0; f < featureCount(sizes); f++) {
      columns.U[f * classes + c] = kept * U[f * knownClasses + from]!
    }
  }
  return { ...rest, ...columns, Wemb }
}

/** The same n-grams with a score for each of other labels: 0 for new ones. Undefined where no label is among them. */
export function partFor(
  part: NgramPart,
  knownLabels: readonly string[],
  labels: readonly string[],
): NgramPart | undefined {
  const from = placesAmong(knownLabels, labels)
  if (from.every(index => index < 0)) return undefined
  const before = scoreColumns(part.classes)
  const columns = scoreColumns(labels.length)
  /** Of the scores of n-gram, or of the bias, that stand from `first` on: the one of a known label. */
  const of = (scores: Float32Array, first: number, index: number) =>
    index < 0 ? 0 : before > 1 ? scores[first + index]! : index === 1 ? scores[first]! : 0
  const rows = (scores: Float32Array) => {
    const found = new Float32Array((scores.length / before) * columns)
    for (let f = 0; f * before < scores.length; f++) {
      for (let c = 0; c < columns; c++) {
        found[f * columns + c] =
          columns === 1
            ? of(scores, f * before, from[1]!) - of(scores, f * before, from[0]!)
            : of(scores, f * before, from[c]!)
      }
    }
    return found
  }
  return {
    kinds: part.kinds,
    classes: labels.length,
    keys: part.keys,
    weights: rows(part.weights),
    bias: rows(part.bias),
  }
}

import type { TokenisedCorpus } from '../../data/corpus.ts'
import { fingerprintBytes } from '../../data/fingerprint.ts'
import { scoreColumns } from '../../model/ngram-part.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { Known } from '../known.ts'

/** About the bytes of a model file beside its parameters: names, settings, counts of held-out texts, the table of contents. */
export const otherBytes = 4_000
/** With a vocabulary of fewer words a network is no use beside n-grams. */
const leastWords = 2_000
/** The share that a network may take of what there is for the parameters, beside n-grams: one that goes on from another, whose rows it has, and one that does not. */
const shareOfNetwork = { from: 0.95, new: 0.5 }

/**
 * Settings whose model is about as large as it may be: no hashes and no answers of training texts kept, fewer n-grams, a smaller
 * vocabulary, no network, as much of it as it takes.
 *
 * @param size bytes at most
 * @param known what the training goes on from: of a model the hashes, rows and n-grams are kept, of word vectors the words
 */
export function withinSize(
  settings: Hyperparameters,
  size: number,
  { labelNames, train }: TokenisedCorpus,
  known: Known = {},
): Hyperparameters {
  const texts = train.labels.length
  const classes = labelNames.length
  const extras = fingerprintBytes(known.from?.fingerprint) + 8 * texts + 4 * texts * (classes + 1)
  const kept = extras < size / 20
  const left = Math.max(size / 2, size - otherBytes - (kept ? extras : 0))
  const { dimension, vocabularySize } = settings
  const { recurrent, perWord } = networkBytes(dimension)
  const rowsOfOthers = Math.min(settings.extraWords, known.provenance?.wordVectors?.extra ?? 0)
  const rowsBefore = known.from?.network ? (known.from.vocabulary?.words.length ?? 0) : 0
  const rows = rowsBefore + rowsOfOthers
  const ofOthers = settings.ngrams ? otherNgrams(known) * bytesOfNgram(classes) : 0
  const forNetwork = settings.ngrams
    ? rowsBefore > 0
      ? shareOfNetwork.from * (left - ofOthers)
      : shareOfNetwork.new * left
    : left
  const most = Math.floor((forNetwork - recurrent) / perWord) - rows
  const least = rowsBefore > 0 ? 0 : leastWords
  const network = settings.network && (most >= least || !settings.ngrams)
  const words = network ? Math.max(3, Math.min(vocabularySize, most)) : vocabularySize
  const forNgrams = left - (network ? recurrent + (words + rows) * perWord : 0) - ofOthers
  const ngramFeatures = Math.max(
    1,
    Math.min(settings.ngramFeatures, Math.floor(forNgrams / bytesOfNgram(classes))),
  )
  return {
    ...settings,
    ...{ network, vocabularySize: words, ngramFeatures },
    fingerprint: settings.fingerprint && kept,
    heldOutAnswers: settings.heldOutAnswers && kept,
  }
}

/** What a model file has of a network of so many hidden units, and of each word that it knows. */
export function networkBytes(dimension: number): { readonly recurrent: number; readonly perWord: number } {
  return { recurrent: 4 * (8 * dimension * dimension + 8 * dimension), perWord: 4 * dimension + 10 }
}

/**
 * N-grams of a model beside those that are chosen among the texts' own: all of the model that it goes on from, and a word each that its word
 * vectors know. Some of them may be the same.
 */
export function otherNgrams({ provenance, from }: Known): number {
  const { found = 0, extra = 0 } = provenance?.wordVectors ?? {}
  return found + extra + (from?.ngrams?.keys.low.length ?? 0)
}

/** N-grams with which a model that was too large is not; undefined where no number of them would do. */
export function fewerNgrams(
  features: number,
  { bytes, size, classes }: { readonly bytes: number; readonly size: number; readonly classes: number },
): number | undefined {
  const fewer = features - Math.ceil((bytes - size) / bytesOfNgram(classes)) - spare
  return fewer >= 1 ? fewer : undefined
}

/** Other n-grams have other names among the strongest, which may be longer. */
const spare = 8

/** In a model file. */
export function bytesOfNgram(classes: number): number {
  return 8 + 2 * scoreColumns(classes)
}

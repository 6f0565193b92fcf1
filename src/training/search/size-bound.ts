import type { TokenisedCorpus } from '../../data/corpus.ts'
import { fingerprintBytes } from '../../data/fingerprint.ts'
import { scoreColumns } from '../../model/ngram-part.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { Known } from '../known.ts'

/** About the bytes of a model file beside its parameters: names, settings, counts of held-out texts, the table of contents. */
const otherBytes = 4_000
/** With a vocabulary of fewer words a network is no use beside n-grams. */
const leastWords = 2_000

/**
 * Settings whose model is about as large as it may be: no hashes and no answers of training texts kept, fewer n-grams, a smaller
 * vocabulary, no network, as much of it as it takes.
 *
 * @param size bytes at most
 * @param known what the training goes on from: of a model the hashes are kept, of word vectors those of other words
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
  const recurrent = 4 * (8 * dimension * dimension + 8 * dimension)
  const perWord = 4 * dimension + 10
  const others = otherWords(known)
  const rowsOfOthers = Math.min(settings.extraWords, others)
  const most = Math.floor((left / 2 - recurrent) / perWord) - rowsOfOthers
  const network = settings.network && (most >= leastWords || !settings.ngrams)
  const words = network ? Math.max(3, Math.min(vocabularySize, most)) : vocabularySize
  const forNgrams =
    left - (network ? recurrent + (words + rowsOfOthers) * perWord : 0) - others * bytesOfNgram(classes)
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

/** Words that only its word vectors know, each an n-gram of its model. */
export function otherWords({ provenance }: Known): number {
  return provenance?.wordVectors?.extra ?? 0
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

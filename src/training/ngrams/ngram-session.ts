import type { TokenisedCorpus } from '../../data/corpus.ts'
import { isIn, textHashes } from '../../data/fingerprint.ts'
import { LstmError } from '../../errors.ts'
import { host } from '../../host/index.ts'
import { joinedArrays } from '../../joined-arrays.ts'
import { fitMixing } from '../../model/mixing.ts'
import type { Model } from '../../model/model.ts'
import { type NgramPart, NgramScorer } from '../../model/ngram-part.ts'
import { sumOfParts } from '../../model/part-sum.ts'
import { rowsAt } from '../../model/rows-at.ts'
import type { Hyperparameters } from '../../settings/hyperparameters.ts'
import type { KnownVectors } from '../../text/known-vectors.ts'
import { textAt } from '../../text/ngram-counting.ts'
import { isInMemory, joinedSequences, type Sequences } from '../../text/sequences.ts'
import { counted } from '../../wording.ts'
import { textWeights } from '../class-weights.ts'
import type { ProgressEvent } from '../events.ts'
import { dealFolds } from '../folds.ts'
import { partFor } from '../from-model.ts'
import { type PreparedData, splitSeedOf } from '../prepare.ts'
import { unansweredClasses } from '../unanswered.ts'
import { fitScorePart, fitVectorPart } from '../vector-part.ts'
import { accuracyOf, fitNgrams, type NgramFit, type NgramFitOptions } from './ngram-fit.ts'
import { NgramFits } from './ngram-fits.ts'
import { foldsOf, planNgrams } from './ngram-plan.ts'
import { strongestNgrams } from './strongest-ngrams.ts'

/** The n-gram part of a training, and what it says of the training's texts. */
export interface FittedNgrams {
  readonly part: NgramPart
  /** Texts that were scored by models that had not seen them, and the share of them, in [0, 1], that these were right about. */
  readonly heldOut: number
  readonly accuracy: number
  /** Classes that occur among them and are never answered. */
  readonly unanswered: readonly number[]
  /** What those models scored them with, [heldOut, classes] row-major, calibrated; the validation texts come first. */
  readonly outOfFold: {
    readonly scores: Float64Array
    /** [heldOut] */
    readonly labels: Int32Array
    /** [heldOut] Which texts of the corpus they are. */
    readonly places: Int32Array
  }
  /** [texts, classes] row-major, in the order of the data: of the validation texts by models that had not seen them. */
  readonly scores: {
    readonly train: Float64Array
    readonly validation: Float64Array
    readonly test: Float64Array
  }
}

interface NgramSessionOptions {
  readonly tell?: (event: ProgressEvent) => void
  readonly known?: Beside
  /** That were made before, of trainings of the same texts. */
  readonly fits?: NgramFits | undefined
  /** As those of a fit. */
  readonly threads?: number | undefined
}

/**
 * Characters of the shortest piece of a word, the mark of its beginning or end among them. The last letter of a name says more than any
 * other piece of it; of sentences it makes no difference (bench/own-texts.md).
 */
const shortestPiece = 2

/** The n-grams of the training and the validation texts; undefined where none are trained. */
export async function fittedNgrams(
  corpus: TokenisedCorpus,
  { splits }: PreparedData,
  hyperparameters: Hyperparameters,
  { tell = () => {}, known = {}, fits = new NgramFits(), threads = 1 }: NgramSessionOptions = {},
): Promise<FittedNgrams | undefined> {
  if (!hyperparameters.ngrams) return undefined
  const { labelNames, heldOut: told } = corpus
  const words = wordsForNgrams(corpus)
  const classes = labelNames.length
  const [train, validation, test] = [splits.train, splits.validation, splits.test].map(texts =>
    texts.all(),
  ) as [Sequences, Sequences, Sequences]
  // The validation texts are the first fold, and the first texts.
  const texts = joinedSequences(validation, train)
  const places = joinedArrays(Int32Array, [splits.validation.places(), splits.train.places()])
  const size = { texts: texts.labels.length, classes }
  const { minimum, maximum, scored } = planNgrams(size, hyperparameters)
  const { ngramWords, ngramModels, ngramCharacters } = hyperparameters
  const ofTexts = [splits.validation.weights(), splits.train.weights()]
  const { classWeights } = hyperparameters
  const weights = textWeights(
    classWeights,
    labelNames,
    texts.labels,
    ofTexts[0] && ofTexts[1] && Float64Array.from([...ofTexts[0], ...ofTexts[1]]),
  )
  const breathe = async (share: number) => {
    tell({ event: 'progress', phase: 'n-grams', share })
    await host.giveWay()
  }
  const options: NgramFitOptions & MixingOptions = {
    kinds: {
      words: ngramWords as 1 | 2 | 3,
      characters:
        ngramCharacters === 0 ? undefined : [Math.min(shortestPiece, ngramCharacters), ngramCharacters],
    },
    ...{ minimum, maximum, models: ngramModels },
    ...(told
      ? {
          folds: { dealt: 2, scored: 1 },
          foldOf: texts.labels.map((_, i) => Number(i >= validation.labels.length)),
        }
      : { folds: { dealt: foldsOf(hyperparameters), scored } }),
    salt: splitSeedOf(hyperparameters),
    classes,
    ...(weights && { weights }),
    threads,
    breathe,
  }
  const own = await fits.fit({ corpus, places, classWeights, options }, () =>
    fitNgrams(texts, words, options),
  )
  const fit = await withOthers(own, texts, { words, labelNames }, known, options)
  const unseen = new Float64Array(validation.labels.length * classes)
  for (const [n, text] of fit.heldOut.entries()) {
    if (text < validation.labels.length) {
      unseen.set(fit.scores.subarray(n * classes, (n + 1) * classes), text * classes)
    }
  }
  const strongest = strongestNgrams(fit.part, texts, words)
  return {
    part: { ...fit.part, ...(strongest && { strongest }) },
    heldOut: fit.heldOut.length,
    outOfFold: {
      scores: fit.scores,
      labels: fit.heldOut.map(text => texts.labels[text]!),
      places: fit.heldOut.map(text => places[text]!),
    },
    accuracy: fit.accuracy,
    unanswered: unansweredClasses(
      fit.scores,
      fit.heldOut.map(text => texts.labels[text]!),
      classes,
    ),
    scores: {
      train: fit.learned.subarray(validation.labels.length * classes),
      validation: unseen,
      test: scoresOf(fit.part, test, words),
    },
  }
}

/**
 * The words of texts of which n-grams can be counted.
 *
 * @throws LstmError 'usage' for word ids without words, and for texts that are not in memory; 'data' for too many classes
 */
export function wordsForNgrams({ words, labelNames, train }: TokenisedCorpus): readonly string[] {
  if (!words) {
    throw new LstmError('usage', 'n-grams are of words, and the data holds word ids', {
      hint: 'name their words with --dictionary, or train with --no-ngrams',
    })
  }
  if (!isInMemory(train)) {
    throw new LstmError(
      'usage',
      `n-grams are counted in memory, and the texts have ${counted(train.tokens.length, 'token')}`,
      {
        hint: 'train on a part of them, or with --no-ngrams',
      },
    )
  }
  requireRoom(train.labels.length, labelNames.length)
  return words
}

/** Scores that are kept at once, 512 MiB of them: one for each text and class. */
const mostScores = 1 << 26

function requireRoom(texts: number, classes: number): void {
  if (texts * classes <= mostScores) return
  throw new LstmError(
    'data',
    `${counted(texts, 'text')} of ${counted(classes, 'class', 'classes')} are too many for n-grams, which keep a score of each text for each class`,
    { hint: 'join rare labels, give fewer texts, or train a network alone with --network --no-ngrams' },
  )
}

function scoresOf(part: NgramPart, texts: Sequences, words: readonly string[]): Float64Array {
  const scorer = new NgramScorer(part)
  scorer.learn(words)
  const { classes } = part
  const count = texts.labels.length
  const scores = new Float64Array(count * classes)
  for (let i = 0; i < count; i++) scores.set(scorer.scores(textAt(texts, i)), i * classes)
  return scores
}

interface MixingOptions {
  readonly classes: number
  readonly foldOf?: Int32Array | undefined
  readonly folds: { readonly dealt: number }
  readonly salt: number
  readonly weights?: Float64Array
  readonly breathe: (share: number) => Promise<void>
}

/** What is known beside the texts. */
interface Beside {
  readonly vectors?: KnownVectors | undefined
  readonly from?: Model | undefined
}

/** The n-grams with a linear model on word vectors, and with those of a model, beside them, mixed as the texts held out say. */
async function withOthers(
  own: Judged,
  texts: Sequences,
  { words, labelNames }: { readonly words: readonly string[]; readonly labelNames: readonly string[] },
  { vectors, from }: Beside,
  { classes, folds, salt, weights, breathe, foldOf: told }: MixingOptions,
): Promise<Judged> {
  if (!vectors && !from?.ngrams) return own
  const hashes = textHashes(texts, words)
  const { heldOut } = own
  const options = {
    ...{ classes, heldOut, weights },
    foldOf: told ?? dealFolds(texts.labels, hashes, folds.dealt, salt),
    breathe: () => breathe(1),
  }
  const parts: Pick<Judged, 'part' | 'scores'>[] = [own]
  if (vectors) parts.push(await fitVectorPart(texts, words, vectors, options))
  if (from?.ngrams) {
    const part = partFor(from.ngrams, from.labels, labelNames)
    const scores = part && scoresOf(part, texts, words)
    parts.push(
      part && scores
        ? { part, scores: rowsAt(scores, heldOut, classes) }
        : await fitScorePart(from.ngrams, columnsOf(from.ngrams, texts, words), texts.labels, options),
    )
  }
  const labels = heldOut.map(text => texts.labels[text]!)
  const theirs = weights && Float64Array.from(heldOut, text => weights[text]!)
  // A text that the model has learned from does not tell how much it is to be trusted.
  const { fingerprint } = from ?? {}
  const unseen =
    fingerprint &&
    Float64Array.from(heldOut, text => (isIn(fingerprint, hashes[text]!) ? 0 : weights ? weights[text]! : 1))
  const factors = fitMixing(
    parts.map(({ scores }) => scores),
    labels,
    classes,
    unseen ?? theirs,
  )
  const scores = own.scores.map((_, i) =>
    parts.reduce((sum, part, m) => sum + factors[m]! * part.scores[i]!, 0),
  )
  const part = sumOfParts(
    parts.map(({ part }) => part),
    factors,
  )
  return {
    part,
    learned: scoresOf(part, texts, words),
    heldOut,
    scores,
    accuracy: accuracyOf(scores, labels, classes),
  }
}

/** A part's scores that are not always 0, [n, columns]. */
function columnsOf(part: NgramPart, texts: Sequences, words: readonly string[]): Float32Array {
  const scores = scoresOf(part, texts, words)
  return Float32Array.from(part.classes === 2 ? scores.filter((_, at) => at % 2 === 1) : scores)
}

type Judged = Pick<NgramFit, 'part' | 'learned' | 'heldOut' | 'scores' | 'accuracy'>

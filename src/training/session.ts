import type { TokenisedCorpus } from '../data/corpus.ts'
import type { Dataset } from '../data/dataset.ts'
import { isSame } from '../data/fingerprint.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import type { Notice } from '../data/notices.ts'
import type { EngineModule, Sizes } from '../engines/engine.ts'
import { LstmError } from '../errors.ts'
import { metricNamed } from '../evaluation/metric.ts'
import { embeddingOf, initializeParameters } from '../model/initialization.ts'
import type { FoldFigures, ModelDescription } from '../model/model.ts'
import { Random } from '../random.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import { version } from '../version.ts'
import { dataName } from '../wording.ts'
import { classWeights } from './class-weights.ts'
import type { ProgressEvent } from './events.ts'
import { parametersFrom } from './from-model.ts'
import type { Known } from './known.ts'
import { startTraining, type TrainingData } from './loop.ts'
import { machineSpeed } from './machine-speed.ts'
import type { NgramFits } from './ngrams/ngram-fits.ts'
import { type FittedNgrams, fittedNgrams, wordsForNgrams } from './ngrams/ngram-session.ts'
import type { Planned } from './plan.ts'
import { type Fold, type PreparedData, prepare } from './prepare.ts'
import type { SavedTraining } from './store.ts'
import { endingSeconds } from './time-plan.ts'
import { Watch } from './watch.ts'
import { wordVectors } from './word-vectors.ts'

/** From where on a network is trained. */
export type NetworkStart = Pick<SavedTraining, 'sizes' | 'state'>

/** What is trained, on what, from where on. */
export interface Session {
  readonly description: ModelDescription
  readonly data: TrainingData
  /** Undefined where no network is trained. */
  readonly network: NetworkStart | undefined
  /** Undefined where no n-grams are trained. */
  readonly ngrams: FittedNgrams | undefined
  /** Where the time is bounded. */
  readonly time: Time | undefined
  /** What was chosen for these texts, and why. */
  readonly plan: readonly string[]
  /** What was left out of the data, and what is odd about it. */
  readonly notices: readonly Notice[]
  /** What was found, passed over or left out while it was read, a line each. */
  readonly remarks: readonly string[]
}

/** The time that a training has. */
interface Time {
  readonly watch: Watch
  /** Whether what is left is needed to finish the model. */
  isUp(): boolean
}

interface FreshOptions {
  /** The engine's. */
  readonly openSkipGram: EngineModule['openSkipGram']
  /** Gets the shares of the word vectors and the n-grams that are made. */
  readonly tell?: (event: ProgressEvent) => void
  /** Where the time is bounded. */
  readonly watch?: Watch | undefined
  /** That is left out. */
  readonly fold?: Fold | undefined
  /** What was measured before. */
  readonly folds?: readonly FoldFigures[] | undefined
  readonly known?: Known | undefined
  /** Of n-grams, that were made before. */
  readonly fits?: NgramFits | undefined
  /** That fit n-grams at the same time, at most. */
  readonly threads?: number
}

/**
 * A new training with freshly drawn parameters.
 *
 * @throws LstmError 'usage' when there is nothing to train
 */
export async function freshSession(
  corpus: TokenisedCorpus,
  source: DataRequest | undefined,
  { hyperparameters, reasons }: Planned,
  { openSkipGram, tell = () => {}, watch, fold, folds, known = {}, fits, threads }: FreshOptions,
): Promise<Session> {
  const prepared = preparedFor(corpus, hyperparameters, known, fold)
  const { data, vocabulary, fingerprint, notices } = prepared
  const ngrams = await fittedNgrams(corpus, prepared, hyperparameters, { tell, known, fits, threads })
  return {
    description: {
      vocabulary: hyperparameters.network ? vocabulary : undefined,
      labels: corpus.labelNames,
      hyperparameters,
      provenance: {
        producer: `lstm ${version}`,
        ...(source && { source }),
        ...(corpus.columns && { columns: corpus.columns }),
        ...(corpus.segmenter !== undefined && { segmenter: corpus.segmenter }),
        digest: corpus.digest,
        ...(folds && { folds }),
        ...known.provenance,
      },
      ...(hyperparameters.fingerprint && { fingerprint }),
    },
    data,
    network: hyperparameters.network
      ? await freshNetwork(prepared, hyperparameters, openSkipGram, tell, known)
      : undefined,
    ngrams,
    time: watch && timeOf(watch, data, hyperparameters),
    plan: reasons,
    notices,
    remarks: [...(corpus.remarks ?? []), ...(known.remarks ?? [])],
  }
}

/**
 * The texts as a new training has them. What these texts cannot be trained on with is told here, before anything is moved,
 * written or computed.
 *
 * @throws LstmError 'usage' when there is nothing to train, and for settings that name labels which are none; what `wordsForNgrams`
 * and `prepare` throw
 */
export function preparedFor(
  corpus: TokenisedCorpus,
  hyperparameters: Hyperparameters,
  known: Known,
  fold?: Fold,
): PreparedData {
  if (!hyperparameters.network && !hyperparameters.ngrams) {
    throw new LstmError('usage', 'without a network and without n-grams there is nothing to train', {
      hint: 'leave out --no-network, or give --ngrams',
    })
  }
  const { labelNames } = corpus
  const { ngrams, network, metric, classWeights: weights } = hyperparameters
  classWeights(weights, labelNames, new Int32Array(labelNames.length))
  if (network) metricNamed(metric, labelNames)
  if (ngrams) wordsForNgrams(corpus)
  return prepare(corpus, hyperparameters, { fold, ...knownBeside(known, hyperparameters) })
}

/** What gives the vocabulary words beside those of the texts, and what was learned before. */
function knownBeside({ vectors, from }: Known, { network }: Hyperparameters) {
  return {
    known: vectors,
    base: network && from?.network ? from.vocabulary : undefined,
    learned: from?.fingerprint,
  }
}

function timeOf(watch: Watch, { train, validation, test }: TrainingData, settings: Hyperparameters): Time {
  const tokens = [train, validation, test].reduce((sum, texts) => sum + tokensIn(texts), 0)
  let kept: number | undefined
  const isUp = () => {
    kept ??= endingSeconds(tokens, settings) / machineSpeed()
    return watch.left() <= kept
  }
  return { watch, isUp }
}

export function tokensIn(texts: Dataset): number {
  let tokens = 0
  for (let i = 0; i < texts.size; i++) tokens += texts.length(i)
  return tokens
}

/** Of a new network. */
export function sizesFor(
  vocabulary: number,
  classes: number,
  { dimension, pooling }: Pick<Hyperparameters, 'dimension' | 'pooling'>,
): Sizes {
  return { vocabulary, embedding: dimension, hidden: dimension, classes, pooling }
}

async function freshNetwork(
  { data, vocabulary, vocabularySize, random }: PreparedData,
  hyperparameters: Hyperparameters,
  openSkipGram: EngineModule['openSkipGram'],
  tell: (event: ProgressEvent) => void,
  { vectors, from }: Known,
): Promise<NetworkStart> {
  const { dimension, seed, wordVectorEpochs: epochs } = hyperparameters
  const classes = data.labels.length
  const sizes = sizesFor(vocabularySize, classes, hyperparameters)
  const drawn = initializeParameters(sizes, random)
  const options = { vocabulary: vocabularySize, dimension, epochs, random: new Random(seed) }
  const onProgress = (share: number) => tell({ event: 'progress', phase: 'word vectors', share })
  const Wemb = from?.network
    ? drawn.Wemb
    : vectors
      ? embeddingOf(vectors, vocabulary!, drawn.Wemb)
      : epochs > 0
        ? await wordVectors(data.train, { ...options, openSkipGram, onProgress })
        : drawn.Wemb
  const { labels } = data
  const parameters = from?.network
    ? parametersFrom(from, from.network, { vocabulary: vocabulary!, labels, hyperparameters }, drawn, vectors)
    : { ...drawn, Wemb }
  return { sizes, state: startTraining({ parameters, accumulators: {} }, random, seed) }
}

/**
 * A stored training on the same data as before.
 *
 * @throws LstmError 'data' when the data is not the one the training began with
 */
export async function resumedSession(
  corpus: TokenisedCorpus,
  stored: SavedTraining,
  hyperparameters: Hyperparameters,
  { tell = () => {}, known = {}, threads }: Pick<FreshOptions, 'tell' | 'known' | 'threads'> = {},
): Promise<Session> {
  const { provenance, fingerprint } = stored.description
  const { source, digest } = provenance
  const name = dataName(source?.data ?? 'the data')
  const hint = 'put the data back as it was, or start a new training without --resume'
  if (corpus.digest !== digest) {
    throw new LstmError('data', `${name} has changed since the training began`, { hint })
  }
  if (corpus.labelNames.join('\n') !== stored.description.labels.join('\n')) {
    throw new LstmError('data', `${name} gives other labels than when the training began`, {
      hint: 'read it as then, or start a new training without --resume',
    })
  }
  const prepared = prepare(corpus, hyperparameters, knownBeside(known, hyperparameters))
  const { data, notices, fingerprint: now } = prepared
  if (fingerprint && !isSame(now, fingerprint)) {
    throw new LstmError('data', `${name} gives other training texts than when the training began`, {
      hint,
    })
  }
  const { description, sizes, state } = stored
  // Fitted anew: the same texts give the same bits.
  const ngrams = await fittedNgrams(corpus, prepared, hyperparameters, { tell, known, threads })
  const { minutes } = hyperparameters
  return {
    description: { ...description, hyperparameters },
    data,
    network: { sizes, state },
    ngrams,
    // What it took to come back here is not counted.
    time: minutes > 0 ? timeOf(new Watch(minutes, state.seconds), data, hyperparameters) : undefined,
    plan: [],
    notices,
    remarks: [...(corpus.remarks ?? []), ...(known.remarks ?? [])],
  }
}

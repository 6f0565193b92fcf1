import type { TokenisedCorpus } from '../data/corpus.ts'
import { isSame } from '../data/fingerprint.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import type { Notice } from '../data/notices.ts'
import type { EngineModule, Predictor } from '../engines/engine.ts'
import { LstmError } from '../errors.ts'
import { metricNamed } from '../evaluation/metric.ts'
import { initializeParameters } from '../model/initialization.ts'
import type { Results } from '../model/model.ts'
import { labelledAnswers } from '../model/probabilities.ts'
import { fitTemperature } from '../model/temperature.ts'
import { Random } from '../random.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import { version } from '../version.ts'
import type { ProgressEvent } from './events.ts'
import { startTraining, type TrainingData, validate } from './loop.ts'
import { prepare } from './prepare.ts'
import type { SavedTraining } from './store.ts'
import { wordVectors } from './word-vectors.ts'

/** What is trained, on what, from where on. */
export interface Session extends SavedTraining {
  readonly data: TrainingData
  /** What was left out of the data, and what is odd about it. */
  readonly notices: readonly Notice[]
  /** What was found, passed over or left out while it was read, a line each. */
  readonly remarks: readonly string[]
}

/**
 * A new training with freshly drawn parameters.
 *
 * @param openSkipGram the engine's
 * @param tell gets the share of the word vectors that is made, where the embedding starts from them
 */
export async function freshSession(
  corpus: TokenisedCorpus,
  source: DataRequest | undefined,
  hyperparameters: Hyperparameters,
  openSkipGram: EngineModule['openSkipGram'],
  tell: (event: ProgressEvent) => void = () => {},
): Promise<Session> {
  const { data, vocabulary, vocabularySize, random, fingerprint, notices } = prepare(corpus, hyperparameters)
  const { dimension, pooling, seed, wordVectorEpochs: epochs } = hyperparameters
  const classes = data.labels.length
  const sizes = { vocabulary: vocabularySize, embedding: dimension, hidden: dimension, classes, pooling }
  const drawn = initializeParameters(sizes, random)
  const options = { vocabulary: vocabularySize, dimension, epochs, random: new Random(seed) }
  const onProgress = (share: number) => tell({ event: 'progress', phase: 'word vectors', share })
  const parameters =
    epochs > 0
      ? { ...drawn, Wemb: await wordVectors(data.train, { ...options, openSkipGram, onProgress }) }
      : drawn
  return {
    description: {
      vocabulary,
      labels: corpus.labelNames,
      hyperparameters,
      provenance: {
        producer: `lstm ${version}`,
        ...(source && { source }),
        ...(corpus.columns && { columns: corpus.columns }),
        digest: corpus.digest,
      },
      ...(hyperparameters.fingerprint && { fingerprint }),
    },
    sizes,
    data,
    notices,
    remarks: corpus.remarks ?? [],
    state: startTraining({ parameters, accumulators: {} }, random, seed),
  }
}

/**
 * A stored training on the same data as before.
 *
 * @throws LstmError 'data' when the data is not the one the training began with
 */
export function resumedSession(
  corpus: TokenisedCorpus,
  stored: SavedTraining,
  hyperparameters: Hyperparameters,
): Session {
  const { provenance, fingerprint } = stored.description
  const { source, digest } = provenance
  const name = source?.data ?? 'the data'
  const hint = 'put the data back as it was, or start a new training without --resume'
  if (corpus.digest !== digest) {
    throw new LstmError('data', `${name} has changed since the training began`, { hint })
  }
  const { data, notices, fingerprint: now } = prepare(corpus, hyperparameters)
  if (fingerprint && !isSame(now, fingerprint)) {
    throw new LstmError('data', `${name} gives other training texts than when the training began`, {
      hint,
    })
  }
  const remarks = corpus.remarks ?? []
  return { ...stored, data, notices, remarks, description: { ...stored.description, hyperparameters } }
}

/** The temperature that fits the validation texts. */
export async function temperatureOf(
  { validation, labels: names }: TrainingData,
  predictor: Pick<Predictor, 'probabilities'>,
  { evaluationBatchSize: batchSize }: Hyperparameters,
): Promise<number> {
  const classes = names.length
  const { labels, probabilities } = await labelledAnswers(predictor, validation, { classes, batchSize })
  return fitTemperature(probabilities, labels, classes)
}

/** The three errors of a predictor at the end of a training. */
export async function resultsOn(
  data: TrainingData,
  predictor: Pick<Predictor, 'probabilities'>,
  hyperparameters: Hyperparameters,
  updates: number,
): Promise<Results> {
  const { trainError, validationError, testError } = await validate(
    data,
    predictor,
    hyperparameters,
    metricNamed('accuracy', data.labels),
  )
  return {
    updates,
    train: { examples: data.train.size, error: trainError },
    validation: { examples: data.validation.size, error: validationError },
    test: { examples: data.test.size, error: testError },
  }
}

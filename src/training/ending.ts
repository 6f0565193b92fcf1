import type { Dataset } from '../data/dataset.ts'
import type { Predictor } from '../engines/engine.ts'
import { metricNamed } from '../evaluation/metric.ts'
import { fromFloat16, toFloat16 } from '../formats/float16.ts'
import { byNgramsAlone, type Cascade, textsToRead } from '../model/cascade.ts'
import type { Distributions } from '../model/distributions.ts'
import { fitMixing, mixed } from '../model/mixing.ts'
import type { HeldOut, HeldOutTexts, Network, Provenance, Result, Results } from '../model/model.ts'
import type { NgramPart } from '../model/ngram-part.ts'
import { logProbability } from '../model/parts-together.ts'
import { labelledAnswers, mostProbable, probabilitiesOf } from '../model/probabilities.ts'
import { putRows, rowsAt } from '../model/rows-at.ts'
import { fitTemperature, withTemperature } from '../model/temperature.ts'
import { exp } from '../transcendental.ts'
import { textWeights } from './class-weights.ts'
import { keptHeldOut } from './held-out.ts'
import { heldOutDistributions } from './held-out-distributions.ts'
import { validate } from './loop.ts'
import { fitCascade } from './ngrams/cascade-fit.ts'
import type { FittedNgrams } from './ngrams/ngram-session.ts'
import type { Session } from './session.ts'
import { unansweredClasses } from './unanswered.ts'

/** The parts of a finished model as they are kept, and what is known of them. */
export interface Finished {
  readonly network?: Network
  readonly ngrams?: NgramPart
  readonly cascade?: Cascade
  /** On the validation texts: how wrong each part is alone. */
  readonly alone?: { readonly network: number; readonly ngrams: number }
  /** Classes that are never answered to the texts held out, though some are of them. */
  readonly unanswered: readonly number[]
  readonly heldOut?: HeldOut
  readonly distributions: Distributions
  readonly end: Pick<Provenance, 'temperature' | 'mixing'> & { readonly results: Results }
}

/** A trained network, with something that computes its probabilities. */
export interface TrainedNetwork extends Network {
  readonly predictor: Pick<Predictor, 'probabilities'>
  /** Updates done. */
  readonly updates: number
}

/** What an ending asks of its session. */
type Ended = Pick<Session, 'data' | 'description'>

/** Of the network alone. Official: the three errors are computed with the best parameters and saved beside them. */
export async function networkAlone(
  session: Session,
  { sizes, parameters, predictor, updates }: TrainedNetwork,
): Promise<Finished> {
  const { data, description } = session
  const { hyperparameters } = description
  const accuracy = metricNamed('accuracy', data.labels)
  const errors = await validate(data, predictor, hyperparameters, accuracy)
  const results = {
    updates,
    train: { examples: data.train.size, error: errors.trainError },
    validation: { examples: data.validation.size, error: errors.validationError },
    test: { examples: data.test.size, error: errors.testError },
  }
  const classes = data.labels.length
  const options = { classes, batchSize: hyperparameters.evaluationBatchSize }
  const { labels, probabilities } = await labelledAnswers(predictor, data.validation, options)
  const unanswered = unansweredClasses(probabilities, labels, classes)
  if (!hyperparameters.calibrate) {
    const distributions = await heldOutDistributions(session, probabilities)
    return {
      network: { sizes, parameters },
      ...{ unanswered, distributions, ...held(session, probabilities, labels), end: { results } },
    }
  }
  const temperature = fitTemperature(probabilities, labels, classes)
  const logs = Float64Array.from(probabilities, logProbability)
  const calibrated = mixed([logs], Float64Array.of(1 / temperature), classes).map(exp)
  return {
    network: { sizes, parameters: withTemperature(parameters, temperature) },
    unanswered,
    distributions: await heldOutDistributions(session, calibrated),
    ...held(session, calibrated, labels),
    end: { results, temperature },
  }
}

/** Of the n-grams alone, which their own fit has calibrated. */
export async function ngramsAlone(session: Session, ngrams: FittedNgrams): Promise<Finished> {
  const { data } = session
  const classes = data.labels.length
  const { scores, labels, places } = ngrams.outOfFold
  const texts = { places, validated: data.validation.size }
  const validation = byNgramsAlone(ngrams.scores.validation, classes, { factor: 1 })
  return {
    ngrams: ngrams.part,
    ...held(session, byNgramsAlone(scores, classes, { factor: 1 }), labels, texts),
    distributions: await heldOutDistributions(session, validation),
    unanswered: ngrams.unanswered,
    end: { results: resultsOf(data, ngrams.scores, 0) },
  }
}

/** @param texts which these are; the validation texts where it is not given */
function held(
  { description, data: { validation } }: Ended,
  probabilities: ArrayLike<number>,
  labels: Int32Array,
  texts: HeldOutTexts = { places: validation.places(), validated: validation.size },
): Pick<Finished, 'heldOut'> {
  const heldOut = description.hyperparameters.heldOutAnswers && keptHeldOut(probabilities, labels, texts)
  return heldOut ? { heldOut } : {}
}

/**
 * Some five or ten validation texts say little of how far two parts are to be trusted: with 16 to 128 sentences, from the pretrained
 * model, this is worth up to four points over the usual 1 (bench/own-texts.md). Of hundreds it changes nothing.
 */
const ridge = 10

/** A weight of the network in the mixture below this is none: then it is left out. */
const leastWeight = 0.02

/**
 * Of both: mixed and calibrated in one fit by the validation texts, which neither part had seen when it said what is fitted to. The
 * factors go into the parts.
 */
export async function mixture(
  session: Ended,
  { sizes, parameters, predictor, updates }: TrainedNetwork,
  ngrams: FittedNgrams,
): Promise<Finished> {
  const { data, description } = session
  const classes = data.labels.length
  const options = { classes, batchSize: description.hyperparameters.evaluationBatchSize }
  const read = async (texts: Dataset) =>
    Float64Array.from(await probabilitiesOf(predictor, texts, options), logProbability)
  const labels = labelsOf(data.validation)
  const logs = await read(data.validation)
  const { classWeights } = description.hyperparameters
  const weights = textWeights(classWeights, data.labels, labels, data.validation.weights())
  const fitted = fitMixing([logs, ngrams.scores.validation], labels, classes, weights, ridge)
  const [ofNetwork, ofNgrams] = [fitted[0]!, fitted[1]!]
  // One part stays, however little it weighs: without any, every text would have the same answer.
  const network = ofNetwork >= leastWeight || ofNgrams === 0 ? ofNetwork : 0
  const mixing = { network, ngrams: ofNgrams }
  const factors = Float64Array.of(mixing.network, mixing.ngrams)
  const together = (logs: Float64Array, scores: Float64Array) =>
    mixed([logs, scores], factors, classes).map(exp)
  const scores = (split: Split) => ngrams.scores[split].map(score => mixing.ngrams * score)
  // N-grams that the texts held out speak against answer nothing, alone least of all.
  const cascade =
    network > 0 && mixing.ngrams > 0
      ? fitCascade(
          scores('validation'),
          together(logs, ngrams.scores.validation),
          { labels, lengths: labels.map((_, text) => data.validation.length(text)) },
          classes,
        )
      : undefined

  /** As the model answers: by the n-grams where they are sure, else by both parts. */
  const answers = async (split: Split) => {
    const sure = cascade ?? { factor: 1, bound: network > 0 ? Number.POSITIVE_INFINITY : 0 }
    const alone = byNgramsAlone(scores(split), classes, sure)
    const unsure = textsToRead(alone, text => data[split].length(text), classes, sure)
    const logs = await read(data[split].view(unsure))
    putRows(alone, unsure, together(logs, rowsAt(ngrams.scores[split], unsure, classes)), classes)
    return alone
  }
  const validation = await answers('validation')
  return {
    ...(network > 0 && { network: { sizes, parameters: withTemperature(parameters, 1 / network) } }),
    ...(mixing.ngrams > 0 && { ngrams: scaled(ngrams.part, mixing.ngrams) }),
    ...(cascade && { cascade }),
    alone: {
      network: errorOf(logs, data.validation, classes),
      ngrams: errorOf(ngrams.scores.validation, data.validation, classes),
    },
    ...held(session, validation, labels),
    distributions: await heldOutDistributions(session, validation),
    unanswered: unansweredClasses(validation, labels, classes),
    end: {
      results: resultsOf(
        data,
        { train: await answers('train'), validation, test: await answers('test') },
        updates,
      ),
      mixing,
    },
  }
}

type Split = keyof FittedNgrams['scores']

/** The three errors of scores [n, classes]. */
function resultsOf(
  data: Session['data'],
  scoresOn: Readonly<Record<Split, ArrayLike<number>>>,
  updates: number,
): Results {
  const result = (split: Split): Result => ({
    examples: data[split].size,
    error: errorOf(scoresOn[split], data[split], data.labels.length),
  })
  return { updates, train: result('train'), validation: result('validation'), test: result('test') }
}

/** The share of the texts whose highest score is not their label's; 0 of none. @param scores [n, classes] row-major */
function errorOf(scores: ArrayLike<number>, texts: Dataset, classes: number): number {
  const wrong = mostProbable(scores, classes).filter((best, i) => best !== texts.label(i)).length
  return texts.size === 0 ? 0 : wrong / texts.size
}

function labelsOf(texts: Dataset): Int32Array {
  return Int32Array.from({ length: texts.size }, (_, i) => texts.label(i))
}

/** The part with its scores times a factor; its weights in float16, in which they are kept. */
function scaled(part: NgramPart, factor: number): NgramPart {
  return {
    ...part,
    weights: fromFloat16(toFloat16(part.weights.map(weight => weight * factor))),
    bias: part.bias.map(bias => bias * factor),
  }
}

/**
 * What fits into a time. The costs are seconds of the machine that machine-speed.ts compares with, for 25,000 film reviews and less; they
 * are right to about a sixth, and that much is kept back.
 */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { scoreColumns } from '../model/ngram-part.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import { fitsAtOnce } from './ngrams/fitting/fitters.ts'
import { planNgrams } from './ngrams/ngram-plan.ts'
import { ngramsOfToken } from './ngrams/ngram-scales.ts'

/** What there is to learn from. */
export interface Work {
  readonly texts: number
  readonly tokens: number
  readonly classes: number
  /** That fit n-grams at the same time, at most. */
  readonly threads: number
}

/** The time that is left, and how fast the machine is (machine-speed.ts). */
export interface Allowance extends Pick<Work, 'threads'> {
  readonly seconds: number
  readonly speed: number
  /** What these seconds are, where they are not all that is left: 'that trial 0 may take'. */
  readonly of?: string
}

/** What is changed of the settings so that the training fits, and how long it takes. */
interface TimePlan {
  readonly changes: Partial<Hyperparameters>
  /** Seconds, on this machine. */
  readonly expected: number
  readonly fits: boolean
}

/** What is kept back of the time: costs are not known better. */
const reserve = 0.15

/** Seconds for a million tokens. */
const costs = {
  /** Counting, by words in the longest n-gram; and of their pieces beside. */
  counting: [0, 0.11, 0.4, 0.51],
  characters: 6,
  /** A model of n-grams, by words in the longest; for each column of scores. */
  fit: [0, 0.14, 0.5, 0.78],
  /** How many times as long with pieces of words. */
  withCharacters: 4,
  /** How many such models the texts held out, the choice of the penalty and the end take. */
  fits: {
    counts: { fold: 0.1, choice: 0, end: 0.1 },
    ratios: { fold: 0.7, choice: 0, end: 0.3 },
    both: { fold: 1.4, choice: 0, end: 0.6 },
    all: { fold: 1.7, choice: 0.9, end: 0.8 },
  },
  /** How much faster they are for each thread more; and which share of a fold, its choice and the end has to wait for one another. */
  thread: 0.7,
  waiting: 0.85,
  /** A pass of word vectors of 128 numbers. */
  wordVectors: 1.9,
  /** An update and an answer of a network of 128 hidden units. */
  update: 9,
  answer: 2.6,
} as const
/** Starting, writing the model, and the like. */
const fixed = 0.3

/** The least network that is of use. */
const few = { wordVectorEpochs: 2, maxEpochs: 2 } as const
const noNetwork = { network: false, ...few } as const

/** From all that was planned to the least: n-grams come first, and a network where there is time for two passes of it at least. */
const steps: readonly Partial<Hyperparameters>[] = [
  {},
  { wordVectorEpochs: 5, maxEpochs: 6 },
  { wordVectorEpochs: 5, maxEpochs: 4 },
  { wordVectorEpochs: 3, maxEpochs: 4 },
  { wordVectorEpochs: 3, maxEpochs: 3 },
  { wordVectorEpochs: 2, maxEpochs: 3 },
  few,
  noNetwork,
  { ...noNetwork, ngramCharacters: 0 },
  { ...noNetwork, ngramCharacters: 0, ngramModels: 'ratios' },
  { ...noNetwork, ngramCharacters: 0, ngramModels: 'ratios', ngramWords: 2 },
  { ...noNetwork, ngramCharacters: 0, ngramModels: 'ratios', ngramWords: 1 },
  { ...noNetwork, ngramCharacters: 0, ngramModels: 'counts', ngramWords: 1 },
]

/**
 * The first of the steps that fits; where none does, the last one.
 *
 * @param planned what would be done with all the time there is
 * @param given what the user says himself, which no step changes
 */
export function planTime(
  work: Work,
  planned: Hyperparameters,
  given: Partial<Hyperparameters>,
  { seconds, speed }: Pick<Allowance, 'seconds' | 'speed'>,
): TimePlan {
  const plans = steps.map(step => {
    const changes = lessened(step, planned, given)
    const expected = secondsOf(work, { ...planned, ...changes }) / speed
    return { changes, expected, fits: expected <= seconds * (1 - reserve) }
  })
  return plans.find(({ fits }) => fits) ?? plans.at(-1)!
}

/** What a step changes: only parts that there are, and none that the user says himself; it takes away and adds nothing. */
function lessened(
  step: Partial<Hyperparameters>,
  planned: Hyperparameters,
  given: Partial<Hyperparameters>,
): Partial<Hyperparameters> {
  const network = planned.network && (given.network || !planned.ngrams || step.network !== false)
  const changes = Object.entries(step).filter(([name, value]) => {
    const before = planned[name as keyof Hyperparameters]
    if (name in given || value === before || (typeof value === 'number' && value >= Number(before)))
      return false
    if (name === 'network') return !network
    return name.startsWith('ngram') ? planned.ngrams : network
  })
  return Object.fromEntries(changes)
}

/** What there is to train on. */
export function workOf({ labelNames, train }: TokenisedCorpus, threads: number): Work {
  return { texts: train.labels.length, tokens: train.tokens.length, classes: labelNames.length, threads }
}

/** How long a training takes after its texts are read, on the machine that the costs are of. */
export function secondsOf(work: Work, settings: Hyperparameters): number {
  return (
    fixed +
    (settings.ngrams ? ngramSeconds(work, settings) : 0) +
    (settings.network ? networkSeconds(work, settings) : 0)
  )
}

/** What it takes to measure and mix a network in the end, on the machine that the costs are of. */
export function endingSeconds(tokens: number, { dimension }: Pick<Hyperparameters, 'dimension'>): number {
  return 0.05 + (tokens / 1e6) * costs.answer * (dimension / 128) ** 2
}

function ngramSeconds({ texts, tokens, classes, threads }: Work, settings: Hyperparameters): number {
  const { ngramWords, ngramCharacters, ngramModels } = settings
  const { fold, choice, end } = costs.fits[ngramModels]
  const { scored } = planNgrams({ texts, classes }, settings)
  const each = ngramsOfToken.words + (ngramCharacters > 0 ? ngramsOfToken.characters : 0)
  const atOnce = fitsAtOnce(tokens * each * scoreColumns(classes), threads)
  const fits = Math.max(
    (scored * fold + Math.min(2, scored) * choice + end) / (1 + costs.thread * (atOnce - 1)),
    costs.waiting * (fold + choice + end),
  )
  const fit =
    costs.fit[ngramWords]! * scoreColumns(classes) * (ngramCharacters > 0 ? costs.withCharacters : 1)
  const counting = costs.counting[ngramWords]! + (ngramCharacters > 0 ? costs.characters : 0)
  return (tokens / 1e6) * (counting + fits * fit)
}

function networkSeconds({ texts, tokens }: Work, settings: Hyperparameters): number {
  const { dimension, crop, wordVectorEpochs, maxEpochs } = settings
  const millions = tokens / 1e6
  const read = crop > 0 ? Math.min(millions, (texts * crop) / 1e6) : millions
  const size = (dimension / 128) ** 2
  const epoch = read * costs.update * size + millions * costs.answer * size
  const vectors = wordVectorEpochs * millions * costs.wordVectors * (dimension / 128)
  return vectors + maxEpochs * epoch + endingSeconds(tokens, settings)
}

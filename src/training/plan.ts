import type { TokenisedCorpus } from '../data/corpus.ts'
import { classSizes } from '../data/split.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import type { NgramModels } from '../settings/ngram-settings.ts'
import { networkSettingOf, type PresetName, presets } from '../settings/presets.ts'
import { defaults, flag } from '../settings/table.ts'
import { isInMemory } from '../text/sequences.ts'
import { counted, inSeconds } from '../wording.ts'
import { settingsOf } from './from-model.ts'
import type { Known } from './known.ts'
import { longTexts, textsInFolds } from './ngrams/ngram-plan.ts'
import { type Allowance, planTime, workOf } from './time-plan.ts'

/** The settings of a new training, and why, where a preset chose them for the corpus. */
export interface Planned {
  readonly hyperparameters: Hyperparameters
  readonly reasons: readonly string[]
}

/**
 * The settings of a training.
 *
 * @param preset `auto` chooses by the corpus, and by the time
 * @param given what the user says himself
 * @param left of the time, where it is bounded
 * @param known what it starts from, which decides some of them
 */
export function settingsFor(
  corpus: TokenisedCorpus,
  preset: PresetName,
  given: Partial<Hyperparameters>,
  left?: Allowance,
  known: Pick<Known, 'vectors' | 'from'> = {},
): Planned {
  const usual = { ...defaults(hyperparameterTable), ...presets[preset] }
  const { vectors, from } = known
  const fixed = {
    ...(vectors && { dimension: vectors.dimension, wordVectorEpochs: 0 }),
    // The model decides the shape of its network, whatever the vectors have.
    ...(from && settingsOf(from)),
  }
  if (preset !== 'auto') return { hyperparameters: { ...usual, ...fixed, ...given }, reasons: [] }
  const asked = { ...(networkSettingOf(given) && { network: true }), ...fixed, ...given }
  const { settings, reasons } = planFor(corpus, known, asked)
  const planned = { hyperparameters: { ...usual, ...settings, ...asked }, reasons }
  return left ? withinTime(corpus, planned, { ...fixed, ...given }, left) : planned
}

/** What of a plan fits into the time. */
function withinTime(
  corpus: TokenisedCorpus,
  { hyperparameters, reasons }: Planned,
  given: Partial<Hyperparameters>,
  left: Allowance,
): Planned {
  const { changes, expected, fits } = planTime(workOf(corpus, left.threads), hyperparameters, given, left)
  const chosen = Object.entries(changes).map(([name, value]) =>
    typeof value === 'boolean' ? flag(value ? name : `no-${name}`) : `${flag(name)} ${value}`,
  )
  const time = `about ${inSeconds(expected)} of the ${inSeconds(left.seconds)} ${left.of ?? 'that are left after reading'}, by this machine's clock`
  return {
    hyperparameters: { ...hyperparameters, ...changes },
    reasons: [
      ...reasons,
      fits
        ? `${time}${chosen.length > 0 ? `: therefore ${chosen.join(' ')}` : ''}`
        : `this will not fit: the least there is takes ${time}`,
    ],
  }
}

/** What `--preset auto` chooses for a corpus, beyond the preset's own values, and why: a line each. */
interface Plan {
  readonly settings: Partial<Hyperparameters>
  readonly reasons: readonly string[]
}

/** With fewer texts the network only does harm: its weight in the mixture comes out near 0. */
const textsForNetwork = { short: 5_000, long: 10_000 }
/** With more classes no model is fitted, and no network. */
const mostClasses = 1_000
/**
 * A step of the solver takes time for each token and class of three and more. Up to so many of them sixteen models are fitted, then four,
 * then two, then none: else it would be minutes.
 */
const tokensByClasses = { all: 4_000_000, both: 25_000_000, ratios: 100_000_000 }
/** The same for a network that starts from word vectors. */
const textsWithVectors = 2_000

/** Of a class, that say whether it is answered rightly. */
const textsToValidate = 20
/** Shares of the texts that are held out; a fifth is so many folds that each text is held out once. */
const portions = { least: 0.05, most: 0.2 }

/** Tokens that the network, and its word vectors, read in all their epochs: with more texts they take fewer epochs, one at least. */
const tokensRead = { network: 32_000_000, wordVectors: 60_000_000 }

/**
 * The rules, measured by folds of the training texts of the standard sets (bench/own-texts.md):
 *
 * - n-grams wherever the texts are in memory; the network beside them from 5,000 texts on, or 10,000 long ones, and alone where they lie on disk;
 * - a fifth of up to 20,000 texts is held out to mix by, of more a twentieth, unless a class asks for more (`portionHeldOut`);
 * - of long texts the network reads stretches, and starts from word vectors;
 * - from some 200,000 short texts on it takes fewer epochs, 1.6 million a single one: by then it has seen each word often enough;
 * - with many classes only so many models are fitted as take seconds to minutes; of 77 classes two say as much as sixteen.
 *
 * @param asked settings that are decided: no reason is given for them, and none is that goes against them
 */
export function planFor(
  { train, labelNames }: TokenisedCorpus,
  { vectors, from }: Pick<Known, 'vectors' | 'from'> = {},
  asked: Partial<Hyperparameters> = {},
): Plan {
  const texts = train.labels.length
  const words = train.tokens.length / Math.max(1, texts)
  const long = words >= longTexts
  const ngrams = isInMemory(train)
  const classes = labelNames.length
  const few = classes <= mostClasses
  const enough = from?.network ? 0 : vectors ? textsWithVectors : textsForNetwork[long ? 'long' : 'short']
  const network = !ngrams || (texts >= enough && few)
  const models = ngramModelsFor(train.tokens.length, classes)
  const settings: Partial<Hyperparameters> = {
    network,
    ...(!ngrams && { ngrams }),
    ...(models !== 'all' && { ngramModels: models }),
    validationPortion: texts > textsInFolds ? portionHeldOut(train.labels) : portions.most,
    ...(train.tokens.length > 2_000_000 && { ngramCharacters: 0 }),
    ...(long && {
      dimension: 128,
      batchSize: 64,
      learningRate: 0.002,
      adamEpsilon: 1e-4,
      warmUp: 100,
      crop: 150,
      maxEpochs: 8,
    }),
  }
  const epochs = epochsFor(train.tokens.length, texts, { ...presets.auto, crop: 0, ...settings })
  const decided = { ...presets.auto, ...settings, ...epochs, ...asked }
  const isAsked = (name: keyof Hyperparameters) => asked[name] !== undefined
  const hidden = from?.network?.sizes.hidden ?? decided.dimension
  const why = {
    ngrams: decided.ngrams
      ? `n-grams of words${decided.ngramCharacters === 0 ? '' : ' and pieces of words'}, judged on texts held out`
      : isAsked('ngrams')
        ? 'no n-grams, as asked for'
        : `no n-grams: they are counted in memory, and ${counted(train.tokens.length, 'token')} are kept on disk`,
    network: decided.network
      ? `and a network of ${counted(hidden, 'hidden unit')}${decided.ngrams ? ' beside them, mixed as held-out texts say' : ''}`
      : isAsked('network')
        ? 'no network, as asked for'
        : few
          ? `no network: with fewer than ${counted(enough, 'text')} it does not help (--network trains one)`
          : 'no network: so many classes would take it long (--network trains one)',
    epochs:
      decided.network && epochs.maxEpochs && !isAsked('maxEpochs')
        ? `${counted(epochs.maxEpochs, 'epoch')} of the network: so many texts say enough (--max-epochs)`
        : '',
    models:
      decided.ngrams && models !== 'all' && !isAsked('ngramModels')
        ? `n-grams by ${models === 'both' ? 'two models' : `${models} alone`} (--ngram-models ${models}): so many classes take time`
        : '',
  }
  return {
    settings: { ...settings, ...epochs },
    reasons: [
      `${counted(texts, 'text')} of ${counted(Math.round(words), 'token')} on average, ${counted(labelNames.length, 'class', 'classes')}`,
      ...[why.ngrams, why.network, why.epochs, why.models].filter(reason => reason !== ''),
    ],
  }
}

/**
 * As little as gives each class enough validation texts, since a class is judged by its own alone. Those that are too small for
 * even the largest portion to be enough do not count.
 */
function portionHeldOut(labels: Int32Array): number {
  const enough = classSizes(labels).filter(size => size * portions.most >= textsToValidate)
  const folds = Math.floor(Math.min(...enough) / textsToValidate)
  return Math.max(portions.least, 1 / folds)
}

/** What of the epochs is too much for so many tokens. */
function epochsFor(
  tokens: number,
  texts: number,
  { maxEpochs, wordVectorEpochs, crop }: Pick<Hyperparameters, 'maxEpochs' | 'wordVectorEpochs' | 'crop'>,
): Partial<Pick<Hyperparameters, 'maxEpochs' | 'wordVectorEpochs'>> {
  const read = crop > 0 ? Math.min(tokens, crop * texts) : tokens
  const most = {
    maxEpochs: Math.max(1, Math.floor(tokensRead.network / Math.max(1, read))),
    wordVectorEpochs: Math.max(1, Math.floor(tokensRead.wordVectors / Math.max(1, tokens))),
  }
  return {
    ...(most.maxEpochs < maxEpochs && { maxEpochs: most.maxEpochs }),
    ...(most.wordVectorEpochs < wordVectorEpochs && { wordVectorEpochs: most.wordVectorEpochs }),
  }
}

function ngramModelsFor(tokens: number, classes: number): NgramModels {
  const work = classes > 2 ? tokens * classes : 0
  if (classes > mostClasses || work > tokensByClasses.ratios) return 'counts'
  if (work > tokensByClasses.both) return 'ratios'
  return work > tokensByClasses.all ? 'both' : 'all'
}

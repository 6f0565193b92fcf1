/**
 * THE table of settings. A setting is declared here once; its flag, its validation, its place in the
 * model file, its row in the README and its help text come from its row.
 */
import { type Optimizer, poolings } from '../engines/engine.ts'
import { tokenizerNames } from '../text/tokenizers/tokenizer.ts'
import { ngramModels } from './ngram-models.ts'
import type { Hyperparameters } from './setting-types.ts'
import { defaults, isValue, maximumCount, type Row, wanted } from './table.ts'

const maximumSeed = 2 ** 32 - 1

/** What decides the trained model. All of it is stored in the checkpoint. */
export const hyperparameterTable = {
  network: {
    kind: 'switch',
    group: 'model',
    default: true,
    help: 'train a network: the LSTM',
  },
  ngrams: {
    kind: 'switch',
    group: 'model',
    default: false,
    help: 'train a linear model of words, word pairs and triples, and pieces of words, mixed with the network as held-out texts say (Wang and Manning 2012)',
  },
  ngramFeatures: {
    kind: 'integer',
    group: 'model',
    default: 250_000,
    minimum: 1,
    maximum: 20_000_000,
    appliesTo: { ngrams: ['true'] },
    help: 'n-grams at most, those in most texts; ten bytes of the model file each with two classes',
  },
  ngramWords: {
    kind: 'integer',
    group: 'model',
    default: 3,
    minimum: 1,
    maximum: 3,
    appliesTo: { ngrams: ['true'] },
    help: 'words in the longest n-gram',
  },
  ngramModels: {
    kind: 'choice',
    group: 'model',
    default: 'all',
    choices: ngramModels,
    appliesTo: { ngrams: ['true'] },
    help: 'what the weights of the n-grams are added up from: counts by class alone; a regression by class ratios beside them; all: one by rarity as well, and the penalty chosen',
  },
  ngramCharacters: {
    kind: 'integer',
    group: 'model',
    default: 6,
    minimum: 0,
    maximum: 16,
    appliesTo: { ngrams: ['true'] },
    help: 'characters in the longest piece of a word; 0: whole words alone',
  },
  dimension: {
    kind: 'integer',
    group: 'model',
    default: 128,
    minimum: 1,
    maximum: 4096,
    official: 'dim_proj',
    appliesTo: { network: ['true'] },
    help: 'columns of the embedding, and hidden units',
  },
  wordVectorEpochs: {
    kind: 'integer',
    group: 'training',
    default: 0,
    minimum: 0,
    maximum: maximumCount,
    appliesTo: { network: ['true'] },
    help: 'start the embedding from skip-gram word vectors, made in so many passes over the training texts; 0: do not (Mikolov et al. 2013)',
  },
  pooling: {
    kind: 'choice',
    group: 'model',
    default: 'mean',
    choices: poolings,
    appliesTo: { network: ['true'] },
    help: 'what of the hidden states is classified: their mean, or their mean and their maximum (Johnson and Zhang 2016)',
  },
  patience: {
    kind: 'integer',
    group: 'training',
    default: 10,
    minimum: 1,
    maximum: maximumCount,
    official: 'patience',
    resumable: true,
    appliesTo: { network: ['true'] },
    help: 'validations without progress before early stopping',
  },
  maxEpochs: {
    kind: 'integer',
    group: 'training',
    default: 100,
    minimum: 1,
    maximum: maximumCount,
    official: 'max_epochs',
    resumable: true,
    appliesTo: { network: ['true'] },
    help: 'epochs at most',
  },
  displayInterval: {
    kind: 'integer',
    group: 'running',
    default: 10,
    minimum: 1,
    maximum: maximumCount,
    official: 'dispFreq',
    resumable: true,
    help: 'updates between two reports of the cost',
  },
  weightDecay: {
    kind: 'number',
    group: 'training',
    default: 0,
    minimum: 0,
    official: 'decay_c',
    appliesTo: { network: ['true'] },
    help: "factor of the sum of squares of the classifier's weights U in the cost",
  },
  learningRate: {
    kind: 'number',
    group: 'training',
    default: 0.0001,
    minimum: 0,
    open: true,
    official: 'lrate',
    appliesTo: { network: ['true'], optimizer: ['sgd', 'adam'] },
    help: 'step size of sgd and adam (adadelta and rmsprop have none to set)',
  },
  adamEpsilon: {
    kind: 'number',
    group: 'training',
    default: 1e-8,
    minimum: 0,
    open: true,
    appliesTo: { network: ['true'], optimizer: ['adam'] },
    help: "what adam adds to the root of a gradient's mean square: words whose gradients are smaller than this learn slowly",
  },
  warmUp: {
    kind: 'integer',
    group: 'training',
    default: 0,
    minimum: 0,
    maximum: maximumCount,
    appliesTo: { network: ['true'], optimizer: ['sgd', 'adam'] },
    help: 'updates over which the learning rate of sgd and adam rises from 0 (Goyal et al. 2017)',
  },
  learningRateDecay: {
    kind: 'switch',
    group: 'training',
    default: false,
    appliesTo: { network: ['true'], optimizer: ['sgd', 'adam'] },
    help: 'let the learning rate of sgd and adam fall evenly, to 0 at the end of the last epoch; the last parameters validated are then the ones kept, unless --metric says otherwise',
  },
  metric: {
    kind: 'text',
    group: 'training',
    default: 'accuracy',
    pattern: /^(accuracy|macro-f1|cost|f1:.+)$/,
    wanted: 'accuracy, macro-f1, cost or f1:LABEL',
    help: 'what validation keeps the best model by: accuracy, macro-f1, cost or f1:LABEL',
  },
  classWeights: {
    kind: 'text',
    group: 'training',
    default: 'none',
    pattern: /^(none|balanced|.+?=\d+(\.\d+)?(,.+?=\d+(\.\d+)?)*)$/,
    wanted: 'none, balanced, or NAME=W,…',
    help: 'how much the texts of each class count in training: none: as they are; balanced: each class as much as another; or NAME=W,…',
  },
  maximumNorm: {
    kind: 'number',
    group: 'training',
    default: 0,
    minimum: 0,
    appliesTo: { network: ['true'] },
    help: 'scale gradients with a larger norm down to this one; 0: never (Pascanu et al. 2013)',
  },
  vocabularySize: {
    kind: 'integer',
    group: 'model',
    default: 10000,
    minimum: 3,
    maximum: 10_000_000,
    official: 'n_words',
    appliesTo: { network: ['true'] },
    help: 'words at most, the ids for padding and for unknown words included',
  },
  optimizer: {
    kind: 'choice',
    group: 'training',
    default: 'adadelta',
    choices: ['adadelta', 'rmsprop', 'sgd', 'adam'],
    official: 'optimizer',
    appliesTo: { network: ['true'] },
    help: 'optimizer',
  },
  validationInterval: {
    kind: 'integer',
    group: 'training',
    default: 370,
    minimum: 1,
    maximum: maximumCount,
    special: -1,
    official: 'validFreq',
    appliesTo: { network: ['true'] },
    help: 'updates between two validations; -1: once an epoch',
  },
  saveInterval: {
    kind: 'integer',
    group: 'running',
    default: 1110,
    minimum: 1,
    maximum: maximumCount,
    special: -1,
    official: 'saveFreq',
    resumable: true,
    help: 'updates between two saves; -1: once an epoch',
  },
  maxlen: {
    kind: 'integer',
    group: 'data',
    default: 100,
    minimum: 0,
    maximum: maximumCount,
    official: 'maxlen',
    help: 'texts of this many tokens or more are left out of training and validation; 0: none is',
  },
  crop: {
    kind: 'integer',
    group: 'training',
    default: 0,
    minimum: 0,
    maximum: maximumCount,
    appliesTo: { network: ['true'] },
    help: 'train on a stretch of so many tokens at most of each text, drawn anew in each epoch; 0: on all of it',
  },
  batchSize: {
    kind: 'integer',
    group: 'training',
    default: 16,
    minimum: 1,
    maximum: 65536,
    official: 'batch_size',
    appliesTo: { network: ['true'] },
    help: 'texts in a training minibatch',
  },
  evaluationBatchSize: {
    kind: 'integer',
    group: 'running',
    default: 64,
    minimum: 1,
    maximum: 65536,
    official: 'valid_batch_size',
    help: 'texts in a minibatch of validation and test',
  },
  dropout: {
    kind: 'switch',
    group: 'training',
    default: true,
    official: 'use_dropout',
    appliesTo: { network: ['true'] },
    help: 'drop half of the pooled vector at random in each update',
  },
  embeddingDropout: {
    kind: 'number',
    group: 'training',
    default: 0,
    minimum: 0,
    maximum: 0.95,
    appliesTo: { network: ['true'] },
    help: 'share of the embedding dropped at random in each update, the rest scaled up (Gal and Ghahramani 2016)',
  },
  wordDropout: {
    kind: 'number',
    group: 'training',
    default: 0,
    minimum: 0,
    maximum: 0.95,
    appliesTo: { network: ['true'] },
    help: 'share of the words read as unknown words at random in each update (Iyyer et al. 2015)',
  },
  adversarial: {
    kind: 'number',
    group: 'training',
    default: 0,
    minimum: 0,
    appliesTo: { network: ['true'] },
    help: 'length of the perturbation of the embedding that half of the cost is computed with; 0: none (Miyato et al. 2017)',
  },
  calibrate: {
    kind: 'switch',
    group: 'training',
    default: false,
    resumable: true,
    appliesTo: { network: ['true'] },
    help: 'scale the scores of the finished model so that its probabilities fit the validation texts (Guo et al. 2017)',
  },
  testSize: {
    kind: 'integer',
    group: 'data',
    default: 500,
    minimum: 0,
    maximum: maximumCount,
    official: 'test_size',
    help: 'test texts drawn for the errors shown while training; 0: all',
  },
  validationPortion: {
    kind: 'number',
    group: 'data',
    default: 0.05,
    minimum: 0,
    maximum: 1,
    open: true,
    official: 'valid_portion',
    help: 'share of the training texts kept for validation',
  },
  testPortion: {
    kind: 'number',
    group: 'data',
    default: 0.2,
    minimum: 0,
    maximum: 1,
    help: 'share of the texts kept for testing where the data has no test split of its own; 0: none is, all are trained on',
  },
  fingerprint: {
    kind: 'switch',
    group: 'data',
    default: true,
    help: 'keep hashes of the training texts in the model, by which evaluation tells which texts it was trained on',
  },
  splitSeed: {
    kind: 'integer',
    group: 'data',
    default: -1,
    minimum: 0,
    maximum: maximumSeed,
    special: -1,
    help: 'seed of what is held out for validation, and of folds; -1: the same as --seed',
  },
  minutes: {
    kind: 'number',
    group: 'training',
    default: 0,
    minimum: 0,
    maximum: 525_600,
    resumable: true,
    help: 'time for all of a training, reading included: auto chooses what fits into it, and the network ends with it; 0: as long as it takes',
  },
  seed: {
    kind: 'integer',
    group: 'training',
    default: 123,
    minimum: 0,
    maximum: maximumSeed,
    official: 'SEED',
    help: 'seed of everything random',
  },
  tokenizer: {
    kind: 'choice',
    group: 'data',
    default: 'moses',
    choices: tokenizerNames,
    help: 'how a text is cut into tokens',
  },
} as const satisfies Record<string, Row>

export type { Hyperparameters }

/**
 * The hyper-parameters in a model file: `stored`, checked, with the defaults of rows that it does not know yet.
 *
 * @param refuse makes the error about a setting that this version does not have, or not with such a value
 * @throws what `refuse` makes
 */
export function restoreHyperparameters(
  stored: Readonly<Record<string, unknown>>,
  refuse: (what: string) => Error,
): Hyperparameters {
  for (const [name, value] of Object.entries(stored)) {
    const row: Row | undefined = Object.hasOwn(hyperparameterTable, name)
      ? hyperparameterTable[name as keyof Hyperparameters]
      : undefined
    if (!row) throw refuse(`it has a setting ${JSON.stringify(name)}, which is not known`)
    if (!isValue(row, value)) {
      throw refuse(`its setting ${name} is ${JSON.stringify(value)}, and has to be ${wanted(row)}`)
    }
  }
  return { ...defaults(hyperparameterTable), ...stored }
}

/** What the engine is told of the optimizer. */
export function optimizerOf({ optimizer, learningRate, adamEpsilon }: Hyperparameters): Optimizer {
  switch (optimizer) {
    case 'sgd':
      return { name: optimizer, learningRate }
    case 'adam':
      return { name: optimizer, learningRate, epsilon: adamEpsilon }
    default:
      return { name: optimizer }
  }
}

/** The factor on the pooled vector in evaluation. Official: dropout keeps with probability 0.5 and is not inverted. */
export function keepProbabilityOf({ dropout }: Hyperparameters): number {
  return dropout ? 0.5 : 1
}

import type { Row } from './table.ts'

/**
 * Which linear models the weights of the n-grams are added up from: `counts` alone, with one by `ratios` beside them, with `both` that
 * and one by rarity, or `all` three with the penalty chosen (training/ngrams/ngram-fit.ts).
 */
const ngramModels = ['counts', 'ratios', 'both', 'all'] as const
export type NgramModels = (typeof ngramModels)[number]

/** The rows of the n-grams in the table of hyperparameters. */
export const ngramSettings = {
  ngrams: {
    kind: 'switch',
    group: 'model',
    default: false,
    searched: { of: [true, true, true, true, true, true, true, false] },
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
    searched: { of: [1, 2, 3] },
    help: 'words in the longest n-gram',
  },
  ngramModels: {
    kind: 'choice',
    group: 'model',
    default: 'all',
    choices: ngramModels,
    appliesTo: { ngrams: ['true'] },
    searched: { of: ['ratios', 'all'] },
    help: 'what the weights of the n-grams are added up from: counts by class alone; a regression by class ratios beside them; both: one by rarity as well; all: and the penalty chosen',
  },
  ngramCharacters: {
    kind: 'integer',
    group: 'model',
    default: 6,
    minimum: 0,
    maximum: 16,
    appliesTo: { ngrams: ['true'] },
    searched: { of: [0, 4, 5, 6, 8] },
    help: 'characters in the longest piece of a word; 0: whole words alone',
  },
} as const satisfies Record<string, Row>

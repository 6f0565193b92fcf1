import { type Hyperparameters, hyperparameterTable } from './hyperparameters.ts'
import type { Row } from './table.ts'

/** Named sets of values that differ from the defaults. The defaults are those of the official script's main run. */
export const presets = {
  official: {},
  /** What does best on texts of all kinds; what depends on how many and how long they are is chosen in training/plan.ts. */
  auto: {
    tokenizer: 'words-2',
    maxlen: 0,
    testPortion: 0,
    testSize: 0,
    ngrams: true,
    vocabularySize: 20_000,
    pooling: 'mean-max',
    dimension: 64,
    optimizer: 'adam',
    learningRate: 0.001,
    learningRateDecay: true,
    maximumNorm: 1,
    batchSize: 32,
    maxEpochs: 10,
    wordVectorEpochs: 10,
    dropout: false,
    embeddingDropout: 0.3,
    wordDropout: 0.1,
    calibrate: true,
    metric: 'cost',
    validationInterval: -1,
    saveInterval: -1,
  },
  best: {
    tokenizer: 'words',
    ngrams: true,
    ngramFeatures: 200_000,
    ngramCharacters: 0,
    vocabularySize: 20_000,
    pooling: 'mean-max',
    maxlen: 0,
    wordVectorEpochs: 10,
    crop: 150,
    optimizer: 'adam',
    learningRate: 0.002,
    adamEpsilon: 1e-4,
    warmUp: 100,
    learningRateDecay: true,
    maximumNorm: 1,
    batchSize: 64,
    maxEpochs: 6,
    embeddingDropout: 0.3,
    wordDropout: 0.1,
    calibrate: true,
    validationInterval: -1,
    saveInterval: -1,
  },
} as const satisfies Record<string, Partial<Hyperparameters>>
/** Named sets of values for all settings. */
export type PresetName = keyof typeof presets

/** The first of the settings given that asks for a network. */
export function networkSettingOf(given: Partial<Hyperparameters>): keyof Hyperparameters | undefined {
  return (Object.keys(given) as (keyof Hyperparameters)[]).find(name => {
    const { appliesTo, passive }: Row = hyperparameterTable[name]
    return appliesTo?.network !== undefined && !passive
  })
}

/**
 * The preset where none is named: `official` for the official reviews, and for whoever sets the network by hand; else `auto`.
 *
 * @param data the name or the path of the data, where it comes from files
 */
export function usualPreset(data: string | undefined, given: Partial<Hyperparameters>): PresetName {
  return isOfficialData(data) || networkSettingOf(given) ? 'official' : 'auto'
}

/** Whether these are the official reviews, by the name or the path of the data. */
export function isOfficialData(data: string | undefined): boolean {
  return (
    data !== undefined && /(^|[\\/])(imdb|aclImdb|aclImdb_v1\.tar\.gz|imdb\.pkl(\.gz)?)[\\/]?$/.test(data)
  )
}

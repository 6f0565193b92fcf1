import type { Hyperparameters } from './hyperparameters.ts'

/** Named sets of values that differ from the defaults. The defaults are those of the official script's main run. */
export const presets = {
  official: {},
  best: {
    tokenizer: 'words',
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

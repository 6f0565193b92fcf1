/* Made of the tables of settings by `npm run settings`. */

/** The settings that decide the trained model, by their names. */
export interface Hyperparameters {
  /** train a network: the LSTM (default: on) */
  readonly network: boolean
  /** train a linear model of words, word pairs and triples, and pieces of words, mixed with the network as held-out texts say (Wang and Manning 2012) (default: off) */
  readonly ngrams: boolean
  /** n-grams at most, those in most texts; ten bytes of the model file each with two classes (default: 250000) */
  readonly ngramFeatures: number
  /** words in the longest n-gram (default: 3) */
  readonly ngramWords: number
  /** what the weights of the n-grams are added up from: counts by class alone; a regression by class ratios beside them; both: one by rarity as well; all: and the penalty chosen (default: all) */
  readonly ngramModels: 'counts' | 'ratios' | 'both' | 'all'
  /** characters in the longest piece of a word; 0: whole words alone (default: 6) */
  readonly ngramCharacters: number
  /** columns of the embedding, and hidden units (default: 128; official: dim_proj) */
  readonly dimension: number
  /** start the embedding from skip-gram word vectors, made in so many passes over the training texts; 0: do not (Mikolov et al. 2013) (default: 0) */
  readonly wordVectorEpochs: number
  /** with --word-vectors or --unlabelled: words known from there alone, the first or most frequent ones; of --word-vectors n-grams have five times as many (default: 20000) */
  readonly extraWords: number
  /** what of the hidden states is classified: their mean, or their mean and their maximum (Johnson and Zhang 2016) (default: mean) */
  readonly pooling: 'mean' | 'mean-max'
  /** validations without progress before early stopping (default: 10; official: patience) */
  readonly patience: number
  /** epochs at most (default: 100; official: max_epochs) */
  readonly maxEpochs: number
  /** updates between two reports of the cost (default: 10; official: dispFreq) */
  readonly displayInterval: number
  /** factor of the sum of squares of the classifier's weights U in the cost (default: 0; official: decay_c) */
  readonly weightDecay: number
  /** step size of sgd and adam (adadelta and rmsprop have none to set) (default: 0.0001; official: lrate) */
  readonly learningRate: number
  /** what adam adds to the root of a gradient's mean square: words whose gradients are smaller than this learn slowly (default: 1e-8) */
  readonly adamEpsilon: number
  /** updates over which the learning rate of sgd and adam rises from 0 (Goyal et al. 2017) (default: 0) */
  readonly warmUp: number
  /** let the learning rate of sgd and adam fall evenly, to 0 at the end of the last epoch; the last parameters validated are then the ones kept, unless --metric says otherwise (default: off) */
  readonly learningRateDecay: boolean
  /** what validation keeps the best model by: accuracy, macro-f1, cost or f1:LABEL (default: accuracy) */
  readonly metric: string
  /** how much the texts of each class count in training: none: as they are; balanced: each class as much as another; or NAME=W,… (default: none) */
  readonly classWeights: string
  /** scale gradients with a larger norm down to this one; 0: never (Pascanu et al. 2013) (default: 0) */
  readonly maximumNorm: number
  /** words at most, the ids for padding and for unknown words included (default: 10000; official: n_words) */
  readonly vocabularySize: number
  /** optimizer (default: adadelta; official: optimizer) */
  readonly optimizer: 'adadelta' | 'rmsprop' | 'sgd' | 'adam'
  /** updates between two validations; -1: once an epoch (default: 370; official: validFreq) */
  readonly validationInterval: number
  /** updates between two saves; -1: once an epoch (default: 1110; official: saveFreq) */
  readonly saveInterval: number
  /** texts of this many tokens or more are left out of training and validation; 0: none is (default: 100; official: maxlen) */
  readonly maxlen: number
  /** train on a stretch of so many tokens at most of each text, drawn anew in each epoch; 0: on all of it (default: 0) */
  readonly crop: number
  /** texts in a training minibatch (default: 16; official: batch_size) */
  readonly batchSize: number
  /** texts in a minibatch of validation and test (default: 64; official: valid_batch_size) */
  readonly evaluationBatchSize: number
  /** drop half of the pooled vector at random in each update (default: on; official: use_dropout) */
  readonly dropout: boolean
  /** share of the embedding dropped at random in each update, the rest scaled up (Gal and Ghahramani 2016) (default: 0) */
  readonly embeddingDropout: number
  /** share of the words read as unknown words at random in each update (Iyyer et al. 2015) (default: 0) */
  readonly wordDropout: number
  /** length of the perturbation of the embedding that half of the cost is computed with; 0: none (Miyato et al. 2017) (default: 0) */
  readonly adversarial: number
  /** scale the scores of the finished model so that its probabilities fit the validation texts (Guo et al. 2017) (default: off) */
  readonly calibrate: boolean
  /** test texts drawn for the errors shown while training; 0: all (default: 500; official: test_size) */
  readonly testSize: number
  /** share of the training texts kept for validation (default: 0.05; official: valid_portion) */
  readonly validationPortion: number
  /** share of the texts kept for testing where the data has no test split of its own; 0: none is, all are trained on (default: 0.2) */
  readonly testPortion: number
  /** keep hashes of the training texts in the model, by which evaluation tells which texts it was trained on (default: on) */
  readonly fingerprint: boolean
  /** keep in the model what it answered to texts held out of training, by which thresholds are found (default: on) */
  readonly heldOutAnswers: boolean
  /** seed of what is held out for validation, and of folds; -1: the same as --seed (default: -1) */
  readonly splitSeed: number
  /** train so many models before the one of all texts, each on all but a share of them, and tell how good they are on that share; 0: do not (default: 0) */
  readonly folds: number
  /** time for all of a training, reading included: auto chooses what fits into it, and the network ends with it; 0: as long as it takes (default: 0) */
  readonly minutes: number
  /** seed of everything random (default: 123; official: SEED) */
  readonly seed: number
  /** how a text is cut into tokens (default: moses) */
  readonly tokenizer: 'moses' | 'moses-2014' | 'words' | 'words-2'
}

/** The settings that decide only how the work is done. */
export interface RunSettings {
  /** what does the arithmetic (default: wasm) */
  readonly engine: 'wasm' | 'reference' | 'tensorflow'
  /** threads that compute; 0: as many as the machine has cores. Results do not depend on it (default: 0) */
  readonly threads: number
  /** bits of the vectors that wasm computes with; auto: 256 where Node 24 to 26 prove to give the same results faster (default: auto) */
  readonly vectorWidth: 'auto' | '128' | '256'
}

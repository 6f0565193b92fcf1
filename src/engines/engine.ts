/**
 * The contract between the model and the arithmetic.
 *
 * An engine owns the parameters and is a deterministic function of what it is given: it draws no random
 * number, reads no file, prints nothing and knows neither words nor epochs. Equations and cost are those of the
 * official example (Theano tutorial, "LSTM Networks for Sentiment Analysis", lstm.py), and so are three of the optimizers.
 */

export const engineNames = ['wasm', 'reference', 'tensorflow'] as const
export type EngineName = (typeof engineNames)[number]

/**
 * What is made of the hidden states h_t of a text: their mean over the time steps; or the mean, and after it the largest
 * value of each hidden unit. Official: the mean. Source of the maximum: Johnson and Zhang, arXiv 1602.02373, section 2.
 */
export const poolings = ['mean', 'mean-max'] as const
export type Pooling = (typeof poolings)[number]

/** Sizes of the network; each number at least 1, `classes` at least 2. */
export interface Sizes {
  /** V: rows of the embedding, the two reserved ids 0 (padding) and 1 (unknown word) included. */
  readonly vocabulary: number
  /** D: columns of the embedding. */
  readonly embedding: number
  /** H: hidden units. */
  readonly hidden: number
  readonly classes: number
  readonly pooling: Pooling
}

/** F: numbers in a pooled vector. */
export function featureCount({ hidden, pooling }: Pick<Sizes, 'hidden' | 'pooling'>): number {
  return pooling === 'mean' ? hidden : 2 * hidden
}

/** The parameters by the official example's names, in the order in which it draws them. */
export const parameterNames = ['Wemb', 'lstm_W', 'lstm_U', 'lstm_b', 'U', 'b'] as const
export type ParameterName = (typeof parameterNames)[number]

/** One array for each parameter, row-major. The gate blocks of `lstm_*` are input, forget, output, candidate. */
export type Parameters<A extends Float32Array | Float64Array = Float32Array> = Readonly<
  Record<ParameterName, A>
>

/** The shape of each parameter: Wemb [V, D], lstm_W [D, 4H], lstm_U [H, 4H], lstm_b [4H], U [F, classes], b [classes]. */
export function parameterShapes(sizes: Sizes): Readonly<Record<ParameterName, readonly number[]>> {
  const { vocabulary, embedding, hidden, classes } = sizes
  return {
    Wemb: [vocabulary, embedding],
    lstm_W: [embedding, 4 * hidden],
    lstm_U: [hidden, 4 * hidden],
    lstm_b: [4 * hidden],
    U: [featureCount(sizes), classes],
    b: [classes],
  }
}

/**
 * A minibatch of token ids, time-major, padded on the right. T may be 0 when every text is empty.
 *
 * Three texts of the ids 5 9, 7 and none have B = 3 and T = 2. A row of `tokens` is a time step, a column a text:
 *
 *     { tokens: [5, 7, 0,      t = 0
 *                9, 0, 0],     t = 1
 *       lengths: [2, 1, 0] }
 */
export interface Minibatch {
  /** [T, B] row-major, ids in 0..V-1: tokens[t * B + b]; whatever stands at t >= lengths[b] is ignored. */
  readonly tokens: Int32Array
  /** [B], each 0..T. The mask is t < lengths[b]. A text of length 0 has the pooled vector 0. */
  readonly lengths: Int32Array
}

export interface LabelledMinibatch extends Minibatch {
  /** [B], each 0..classes-1. */
  readonly labels: Int32Array
}

/**
 * The official example's three optimizers, of which Adadelta and RMSprop have no learning rate to set (`lrate` is unused),
 * and Adam (Kingma and Ba, arXiv 1412.6980), which of the embedding changes only the rows of ids in the minibatch.
 */
export type Optimizer =
  | { readonly name: 'adadelta' }
  | { readonly name: 'rmsprop' }
  | { readonly name: 'sgd'; readonly learningRate: number }
  | { readonly name: 'adam'; readonly learningRate: number; readonly epsilon: number }

/** The accumulators each optimizer keeps, by the official script's names (Adam's by its paper's); all start at 0. */
export const accumulatorNames = {
  adam: ['m', 'v'],
  adadelta: ['rg2', 'ru2'],
  rmsprop: ['rg', 'rg2', 'ud'],
  sgd: [],
} as const satisfies Record<Optimizer['name'], readonly string[]>

/**
 * Everything an engine needs to go on to the same bits.
 *
 * `owed` [V] is there when the engine postpones the updates of embedding rows that had no gradient: row r of
 * Wemb and of its accumulators still owes owed[r] updates with a zero gradient. `settle` (settle.ts) pays them.
 */
export interface EngineState<A extends Float32Array | Float64Array = Float32Array> {
  readonly parameters: Parameters<A>
  /** By accumulator name (see `accumulatorNames`), then by parameter name. Empty when nothing was updated yet. */
  readonly accumulators: Readonly<Record<string, Parameters<A>>>
  readonly owed?: Int32Array
}

/**
 * Bits of the vectors that the `wasm` engine computes with; `auto`: 256 where a test finds them to give the same bits, faster.
 * Results do not depend on it. All but 128 may set flags of the whole process (of V8, in Node) while kernels are compiled.
 */
export const vectorWidths = ['auto', '128', '256'] as const
export type VectorWidth = (typeof vectorWidths)[number]

export interface PredictorOptions {
  readonly sizes: Sizes
  readonly parameters: Parameters
  /**
   * The factor on the pooled vector when no dropout mask is given: 0.5 for a model with the official dropout, 1
   * for one without. Official: dropout is not inverted, so evaluation is what scales.
   */
  readonly keepProbability: number
  /** Threads that may compute, at least 1. The results do not depend on it. */
  readonly threads: number
  /** '128' where it is not given. */
  readonly vectorWidth?: VectorWidth
}

export interface EngineOptions extends Omit<PredictorOptions, 'parameters'> {
  /** Copied in; the caller keeps its arrays. */
  readonly state: EngineState
  readonly optimizer: Optimizer
  /** Factor of sum(U^2) in the cost; 0 for none. Official: only the classifier's U decays. */
  readonly weightDecay: number
  /**
   * Length of the perturbation in adversarial training; 0 for none. Else the cost is the mean of two: that of the minibatch,
   * and that with the embedding moved by adversarial * g / |g|, g being the first one's gradient by the embedding.
   * Source: Miyato, Dai and Goodfellow, arXiv 1605.07725, equations 3 and 4, with one norm for the whole minibatch.
   */
  readonly adversarial: number
  /**
   * Updates take gradients whose norm, over all parameters together, is larger than this scaled down to it; 0 for any norm.
   * Source: Pascanu, Mikolov and Bengio, arXiv 1211.5063, algorithm 1.
   */
  readonly maximumNorm: number
}

/** What training multiplies with; drawn by the caller. */
export interface Masks {
  /** [B, F], on the pooled vector; without it the pooled vector is scaled by `keepProbability`. Official: 0 or 1. */
  readonly pooled?: Float32Array
  /** [R, D] for any R of at least 1: row id % R is on the embedding's row of that id. Without it all is 1. */
  readonly embedding?: Float32Array
}

/**
 * What prediction and evaluation need.
 *
 * Calls may be made while others are under way: they are made one after the other, in the order in which they came. What
 * a call is given is not to be changed before it is through. After `dispose` every call is refused (ContractError).
 */
export interface Predictor {
  readonly name: EngineName
  /**
   * The probability of each class, [B, classes] row-major. A text's row does not depend on the other texts
   * of the minibatch (beyond 1e-6); memory does not grow with T beyond the minibatch itself.
   *
   * @throws ContractError when the minibatch does not fit the contract (an id out of range, a wrong size).
   */
  probabilities(batch: Minibatch): Promise<Float32Array>
  /** h_t of every time step, [T, B, H] row-major, 0 where t >= lengths[b]. For explanations. */
  hiddenStates(batch: Minibatch): Promise<Float32Array>
  /** Bytes the engine holds now for parameters and work space. */
  memoryBytes(): number
  /** Bits of the vectors it computes with now, where it is the engine's to choose. */
  readonly vectorBits?: 128 | 256
  /** Ends threads and frees memory, after all calls before it; a second call does nothing more. */
  dispose(): Promise<void>
}

/** What training needs. */
export interface Engine extends Predictor {
  /**
   * The cost, mean of -log(p[label] + 1e-8) over the minibatch plus the weight decay, and its gradients, changing nothing.
   *
   * The gradients are those of the cost as it stands, before `maximumNorm`.
   */
  gradients(batch: LabelledMinibatch, masks?: Masks): Promise<{ cost: number; gradients: Parameters }>
  /**
   * One optimizer step; resolves to the cost before it. A cost that is not finite is returned, not thrown.
   *
   * @param rate a factor on the optimizer's learning rate for this update, where it has one; 1 where it is not given
   */
  update(batch: LabelledMinibatch, masks?: Masks, rate?: number): Promise<number>
  /** A copy of the state; taking it changes no later bit. */
  state(): Promise<EngineState>
}

export interface SkipGramOptions extends Pick<Sizes, 'vocabulary' | 'embedding'> {
  /** [V, D] the vectors to begin with; copied in. The vectors of the contexts begin at 0. */
  readonly vectors: Float32Array
  /** Words, and others, that a step is given at most. */
  readonly most: { readonly words: number; readonly others: number }
  /** '128' where it is not given. */
  readonly vectorWidth?: VectorWidth
}

/**
 * Word vectors in the making: the arithmetic of skip-gram with negative sampling, which knows nothing of texts either.
 * Source: Mikolov et al., NIPS 2013, equation 4; that the words around one are learned together, against the same others: S. Ji,
 * N. Satish, S. Li and P. Dubey, "Parallelizing Word2Vec in Shared and Distributed Memory", 2016, section III.
 */
export interface SkipGram {
  /**
   * A step of gradient ascent on the sum over j of log s(v[j] . c[0]) + sum over k > 0 of log s(-v[j] . c[k]), s being the sigmoid,
   * by the vectors v of `words` and the contexts c of `others`, of which the first stands beside the words. All slopes are taken
   * before anything moves.
   *
   * @param words each 0..V-1; one that is there twice moves twice
   * @param others each 0..V-1, none twice
   */
  learn(words: Int32Array, others: Int32Array, rate: number): void
  /** A copy, [V, D]. */
  vectors(): Float32Array
}

/** What each engine's `index.ts` exports. */
export interface EngineModule {
  openSkipGram(options: SkipGramOptions): Promise<SkipGram>
  openPredictor(options: PredictorOptions): Promise<Predictor>
  openEngine(options: EngineOptions): Promise<Engine>
}

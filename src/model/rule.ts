/** From this probability of it on, a label is the answer. */
export interface Threshold {
  readonly label: string
  readonly probability: number
}

/** What wrong answers cost; the answer is the one of least expected cost. */
export interface Costs {
  /** Finite numbers, answers[label][answer], in the order of the model's labels. */
  readonly answers: readonly (readonly number[])[]
  /** What it costs not to answer a text of each label, where that may be. */
  readonly uncertain?: readonly number[]
}

/** How the probabilities of a text become its answer; without any of these, the most probable label is the answer. */
export interface Rule {
  /**
   * A label with a threshold is the answer from this probability of it on, of several the most probable; below them all, the most
   * probable of the labels without one, and `uncertainLabel` where there are none.
   */
  readonly threshold?: Threshold | readonly Threshold[]
  /** The answer is 'uncertain' when no label has this probability, in [0, 1], or more. */
  readonly abstain?: number
  /** The answer is what costs least in the mean. */
  readonly costs?: Costs
  /** Labels to be listed, the most probable first. */
  readonly topK?: number
}

/** A rule that a model keeps, and by what texts it was found. */
export interface Decision extends Pick<Rule, 'abstain' | 'costs'> {
  readonly threshold?: readonly Threshold[]
  /** Texts that the model had not seen, by which it was found. */
  readonly texts: number
  /** A checksum of the answers to these, and of their labels, by which they are known again; of costs alone there is none. */
  readonly answers?: number
  /** What it keeps, as it was asked for: 'precision of positive: 95.0 %'. */
  readonly promise: string
}

/** The answer of a model that is not sure enough. */
export const uncertainLabel = 'uncertain'

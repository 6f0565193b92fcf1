/** How the probabilities of a text become its answer; without any of these, the most probable label is the answer. */
export interface Rule {
  /** This label is the answer from this probability of it on, below it the most probable of the others. */
  readonly threshold?: { readonly label: string; readonly probability: number }
  /** The answer is `uncertainLabel` when no label has this probability. */
  readonly abstain?: number
  /** Labels to be listed, the most probable first. */
  readonly topK?: number
}

/** The answer of a model that is not sure enough. */
export const uncertainLabel = 'uncertain'

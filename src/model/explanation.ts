/**
 * Why a text has its answer. The verdict is linear in the mean of the hidden states, and in the maximum of each unit where the
 * model has it,
 *
 *     logit[c] = b[c] + sum over t of keep / T * h_t . U[:, c]  (+ sum over units u of keep * max over t of h_t[u] * U[H + u, c])
 *
 * so each time step's share of the log-odds of two labels, logit[c] - logit[d], is exact: no approximation, no sampling. A
 * maximum belongs to the time step where it was reached first. h_t also knows the words before it; a word's share is what is
 * read out of the network after reading it.
 */

import { featureCount, type Parameters, type Sizes } from '../engines/engine.ts'
import { keepProbabilityOf } from '../settings/hyperparameters.ts'
import { unknownId } from '../text/vocabulary.ts'
import type { Classifier } from './classifier.ts'
import { networkOf } from './model.ts'
import { digits } from './prediction.ts'

/** `bias`, the contributions of `tokens` and that of `rest` add up to `logOdds`. All are natural logarithms. */
export interface Explanation {
  /** The label explained: the answer, or the most probable label where the answer is 'uncertain'. */
  readonly label: string
  /** The most probable other label; of two labels the other one. */
  readonly against: string
  /** log(p[label] / p[against]) of a text without a token. */
  readonly bias: number
  /** log(p[label] / p[against]) */
  readonly logOdds: number
  readonly tokens: readonly ExplainedToken[]
  /** The tokens after the first `longest`, taken together. */
  readonly rest?: { readonly tokens: number; readonly contribution: number }
}

export interface ExplainedToken {
  readonly token: string
  /** Positive: speaks for the label; negative: against it. */
  readonly contribution: number
  /** False for a word that is not in the model's vocabulary. */
  readonly known: boolean
}

/** Numbers of hidden states held at once: 64 MiB. With 128 hidden units the first 131,072 tokens are told one by one. */
const maximumStates = 1 << 24

/**
 * The explanation of one text.
 *
 * A hidden state depends on no later token. So of a text with more tokens than fit into `maximumStates` the first ones
 * are told exactly, from their hidden states alone, and the rest as one number, from the probabilities. Maxima, which such a
 * text may reach anywhere, are in the rest.
 *
 * @param ids [T], the text's own
 * @param probabilities [classes], the text's own
 * @param label index of the label to explain
 */
export async function explain(
  classifier: Classifier,
  text: string,
  ids: Int32Array,
  probabilities: Float32Array,
  label: number,
  longest = Math.floor(maximumStates / networkOf(classifier.model).sizes.hidden),
): Promise<Explanation> {
  const { labels, model } = classifier
  const against = runnerUp(probabilities, label)
  const { parameters, sizes } = networkOf(model)
  const direction = readout(parameters, sizes, label, against)
  const keep = keepProbabilityOf(model.hyperparameters)
  const told = ids.subarray(0, longest)
  const states = await classifier.hiddenStates(told)
  const shares = ofTheMean(states, direction.mean, keep / ids.length)
  if (told.length === ids.length) addMaxima(shares, states, direction.maximum, keep)
  const tokens = classifier
    .tokens(text)
    .slice(0, told.length)
    .map((token, t) => ({ token, contribution: digits(shares[t]!), known: ids[t]! > unknownId }))

  const explained = direction.bias + shares.reduce((sum, share) => sum + share, 0)
  const common = { label: labels[label]!, against: labels[against]!, bias: digits(direction.bias) }
  if (told.length === ids.length) return { ...common, logOdds: digits(explained), tokens }
  const logOdds = Math.log(probabilities[label]! / probabilities[against]!)
  const rest = { tokens: ids.length - told.length, contribution: digits(logOdds - explained) }
  return { ...common, logOdds: digits(logOdds), tokens, rest }
}

/** scale * h_t . weights for every time step, [T]. @param states [T, H] row-major */
function ofTheMean(states: Float32Array, weights: Float64Array, scale: number): Float64Array {
  const H = weights.length
  return Float64Array.from({ length: states.length / H }, (_, t) => {
    let sum = 0
    for (let h = 0; h < H; h++) sum += states[t * H + h]! * weights[h]!
    return scale * sum
  })
}

/** shares[t] += scale * h_t[u] * weights[u] for each unit u, t being where it is largest. @param states [T, H] row-major */
function addMaxima(shares: Float64Array, states: Float32Array, weights: Float64Array, scale: number): void {
  const H = weights.length
  if (shares.length === 0) return
  for (let h = 0; h < H; h++) {
    let best = 0
    for (let t = 1; t < shares.length; t++) if (states[t * H + h]! > states[best * H + h]!) best = t
    shares[best]! += scale * states[best * H + h]! * weights[h]!
  }
}

/**
 * What turns a pooled vector into the log-odds of two labels: U[:, label] - U[:, against], divided into what is for the mean
 * [H] and for the maximum [H or 0]; and the same of b.
 */
function readout({ U, b }: Parameters, sizes: Sizes, label: number, against: number) {
  const { hidden, classes } = sizes
  const weights = Float64Array.from(
    { length: featureCount(sizes) },
    (_, f) => U[f * classes + label]! - U[f * classes + against]!,
  )
  return {
    mean: weights.subarray(0, hidden),
    maximum: weights.subarray(hidden),
    bias: b[label]! - b[against]!,
  }
}

/** The most probable label but for this one; the first of equals. */
function runnerUp(probabilities: Float32Array, label: number): number {
  let best = label === 0 ? 1 : 0
  probabilities.forEach((probability, c) => {
    if (c !== label && probability > probabilities[best]!) best = c
  })
  return best
}

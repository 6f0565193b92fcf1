/**
 * Why a text has its answer. The verdict is linear in the mean of the hidden states, and in the maximum of each unit where the
 * model has it,
 *
 *     logit[c] = b[c] + sum over t of keep / T * h_t . U[:, c]  (+ sum over units u of keep * max over t of h_t[u] * U[H + u, c])
 *
 * and each hidden state is the sum of what the arrival of each word up to it changed, d_s = h_s - h_(s-1). So a word is credited
 * with what its arrival changed, for as long as it is carried on: to the end for the mean, which T - s of the T states (s from 0)
 * hold; up to where a unit has its maximum for the maximum.
 *
 *     share[s] = keep * (T - s) / T * d_s . U[:, c]  (+ sum over units u with s <= argmax of h[u] of keep * d_s[u] * U[H + u, c])
 *
 * To this comes what its n-grams say (ngram-part.ts), where the model has some: what leaving a word out would take of them, scaled so that
 * it adds up. What they answer alone (cascade.ts) is told by their shares alone: it is the answer given that is explained.
 * These shares of the log-odds of two labels, logit[c] - logit[d], add up to it exactly: no approximation, no sampling. What a later
 * word makes of an earlier one ('not' of 'good') is the later one's.
 */

import { featureCount, type Parameters, type Sizes } from '../engines/engine.ts'
import { toSevenDigits } from '../rounding.ts'
import { keepProbabilityOf } from '../settings/engine-settings.ts'
import { placesOfTokens } from '../text/places-of-tokens.ts'
import { unknownId } from '../text/vocabulary.ts'
import { log } from '../transcendental.ts'
import type { Classifier } from './classifier.ts'
import type { NgramShares } from './ngram-part.ts'
import { mostProbableBut } from './probabilities.ts'

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
  /** In the order of the text. */
  readonly tokens: readonly ExplainedToken[]
  /** The tokens after the first `longest`, taken together. */
  readonly rest?: { readonly tokens: number; readonly contribution: number }
  /** Words that say something together, strongest first; what they say is in the contributions of their tokens. */
  readonly groups?: readonly ExplainedGroup[]
}

/** Words that are one n-gram. */
interface ExplainedGroup {
  /** The index of its first token, and how many there are. */
  readonly first: number
  readonly tokens: number
  readonly contribution: number
}

/** A token, and what it says. */
export interface ExplainedToken {
  /** As the model reads it, in lower case for example. */
  readonly token: string
  /** What the arrival of the token changed. Positive: speaks for the label; negative: against it. */
  readonly contribution: number
  /** False for a word that is not in the model's vocabulary. */
  readonly known: boolean
  /** Where it stands in the text, in UTF-16 code units: `text.slice(start, end)` is the word as it is written there. */
  readonly start?: number
  /** Behind its last code unit. */
  readonly end?: number
}

/** A text as its model reads it: its tokens, and the id of each in the network. */
interface TextToExplain {
  readonly tokens: readonly string[]
  /** [T] */
  readonly ids: Int32Array
  /** As it is written; with it the places of the tokens are told. */
  readonly original?: string
}

/** A probability that float32 does not hold counts as the smallest number above 0 that it does. */
function atLeast(probability: number): number {
  return Math.max(probability, 2 ** -149)
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
 * @param probabilities [classes], the text's own
 * @param label index of the label to explain
 */
export async function explain(
  classifier: Classifier,
  text: TextToExplain,
  probabilities: Float32Array,
  label: number,
  longest = Math.floor(maximumStates / (classifier.model.network?.sizes.hidden ?? 1)),
): Promise<Explanation> {
  const { labels } = classifier
  const against = mostProbableBut(label, probabilities)
  const told = Math.min(longest, text.ids.length)
  const ngrams = classifier.ngramShares(text.tokens)
  const network = ngrams?.alone ? undefined : await ofTheNetwork(classifier, text.ids, told, label, against)
  const ofNgrams = ngrams && ofTheNgrams(ngrams, label, against)
  const parts = [network, ofNgrams].filter(part => part !== undefined)
  const bias = parts.reduce((sum, part) => sum + part.bias, 0)
  const shares = Float64Array.from({ length: told }, (_, t) =>
    parts.reduce((sum, part) => sum + part.shares[t]!, 0),
  )
  const places =
    text.original === undefined ? undefined : placesOfTokens(text.original, text.tokens, classifier.tokenizer)
  const tokens = text.tokens.slice(0, told).map((token, t) => ({
    token,
    contribution: toSevenDigits(shares[t]!),
    // Where no network has read it, a word is known by what its n-grams say.
    known: ngrams?.alone ? shares[t] !== 0 : text.ids[t]! > unknownId,
    ...(places && { start: places[2 * t]!, end: places[2 * t + 1]! }),
  }))

  const explained = bias + total(shares)
  const groups = ngrams && strongGroups(ngrams, label, against, shares)
  const common = {
    ...{ label: labels[label]!, against: labels[against]!, bias: toSevenDigits(bias) },
    ...(groups && groups.length > 0 && { groups }),
  }
  if (told === text.ids.length) return { ...common, logOdds: toSevenDigits(explained), tokens }
  // What n-grams say is known to the end. What the network says of the rest follows from the probabilities, of which one may be too small.
  const logOdds = network
    ? log(atLeast(probabilities[label]!) / atLeast(probabilities[against]!))
    : bias + total(ofNgrams?.shares ?? shares)
  const rest = { tokens: text.ids.length - told, contribution: toSevenDigits(logOdds - explained) }
  return { ...common, logOdds: toSevenDigits(logOdds), tokens, rest }
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Groups of words that are told, at most; and how strong they are at least, beside the strongest word. */
const groupsTold = 10
const leastGroup = 0.2

/** The strongest n-grams of several words, but for those that share a word with a stronger one. */
function strongGroups(
  { groups }: NgramShares,
  label: number,
  against: number,
  shares: Float64Array,
): ExplainedGroup[] {
  const least = leastGroup * shares.reduce((most, share) => Math.max(most, Math.abs(share)), 0)
  const strong = groups
    .map(({ first, words, effects }) => ({
      ...{ first, tokens: words },
      contribution: toSevenDigits(effects[label]! - effects[against]!),
    }))
    .filter(({ contribution }) => contribution !== 0 && Math.abs(contribution) >= least)
    .filter(({ first, tokens }) => first + tokens <= shares.length)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || a.first - b.first)
  const told: ExplainedGroup[] = []
  for (const { first, tokens, contribution } of strong) {
    if (told.length === groupsTold) break
    const apart = told.every(one => first + tokens <= one.first || one.first + one.tokens <= first)
    if (apart) told.push({ first, tokens, contribution })
  }
  return told
}

/** What a part of the model says for one label and against another. */
interface PartShares {
  readonly bias: number
  /** Of the first tokens, as many as are told or more. */
  readonly shares: Float64Array
}

async function ofTheNetwork(
  classifier: Classifier,
  ids: Int32Array,
  told: number,
  label: number,
  against: number,
): Promise<PartShares | undefined> {
  const { network, hyperparameters } = classifier.model
  if (!network) return undefined
  const direction = readout(network.parameters, network.sizes, label, against)
  const keep = keepProbabilityOf(hyperparameters)
  const states = await classifier.hiddenStates(ids.subarray(0, told))
  const shares = ofTheMean(states, direction.mean, keep, ids.length)
  if (told === ids.length) addMaxima(shares, states, direction.maximum, keep)
  return { bias: direction.bias, shares }
}

function ofTheNgrams({ shares, effects, bias }: NgramShares, label: number, against: number): PartShares {
  const classes = bias.length
  const difference = (values: Float64Array) =>
    Float64Array.from(
      { length: values.length / classes },
      (_, t) => values[t * classes + label]! - values[t * classes + against]!,
    )
  return { bias: bias[label]! - bias[against]!, shares: addedUp(difference(effects), difference(shares)) }
}

/**
 * What leaving out each word would take away, scaled so that it adds up: an n-gram of three words is in the effects of all three. What
 * they have too much together is taken from those for and those against alike, each by its size, which changes neither their signs nor
 * their order. Where that cannot be, since they have more than twice too much, an n-gram's words have equal parts of it.
 *
 * @param effects [T]; @param equal [T], whose sum it shall have
 */
function addedUp(effects: Float64Array, equal: Float64Array): Float64Array {
  const excess = (total(effects) - total(equal)) / total(effects.map(Math.abs))
  if (!(Math.abs(excess) < 1)) return equal
  return effects.map(effect => effect - excess * Math.abs(effect))
}

/**
 * keep * (T - s) / T * (h_s - h_(s-1)) . weights for the first time steps, h_(-1) being 0.
 *
 * @param states [time steps told, H] row-major
 * @param T time steps of the text
 */
function ofTheMean(states: Float32Array, weights: Float64Array, keep: number, T: number): Float64Array {
  const H = weights.length
  let before = 0
  return Float64Array.from({ length: states.length / H }, (_, s) => {
    let now = 0
    for (let h = 0; h < H; h++) now += states[s * H + h]! * weights[h]!
    const changed = now - before
    before = now
    return ((keep * (T - s)) / T) * changed
  })
}

/**
 * shares[s] += keep * (h_s[u] - h_(s-1)[u]) * weights[u] for each unit u and each s up to where the unit is largest.
 *
 * @param states [T, H] row-major
 */
function addMaxima(shares: Float64Array, states: Float32Array, weights: Float64Array, keep: number): void {
  const H = weights.length
  if (shares.length === 0) return
  for (let h = 0; h < H; h++) {
    let best = 0
    for (let s = 1; s < shares.length; s++) if (states[s * H + h]! > states[best * H + h]!) best = s
    let before = 0
    for (let s = 0; s <= best; s++) {
      const now = states[s * H + h]!
      shares[s]! += keep * (now - before) * weights[h]!
      before = now
    }
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

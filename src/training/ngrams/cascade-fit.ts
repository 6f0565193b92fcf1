/** From how sure on the n-grams answer alone, found on texts that neither part has seen. */
import { byNgramsAlone, type Cascade, textsToRead } from '../../model/cascade.ts'
import { fitMixing } from '../../model/mixing.ts'
import { rowsAt } from '../../model/rows-at.ts'

/**
 * The share of all texts that may be answered wrongly for it: a quarter of the tenth of a point that it may cost, since it is known
 * from some hundred or thousand texts.
 */
const tolerated = 0.00025

/**
 * Tokens from which on the n-grams may answer alone: of any text, or of such as are longer than a sentence or two. A model of reviews
 * and of sentences is sure of the first far sooner than of the second.
 */
const leastLengths = [0, 64]

/** Of fewer texts held out nobody knows what is lost: by 13 of them it was 3 points, and the network saved no time worth a word. */
const fewest = 200

/** Texts held out. */
interface HeldOutTexts {
  /** [n] */
  readonly labels: Int32Array
  /** [n] How many tokens each has. */
  readonly lengths: Int32Array
}

/**
 * The lowest bound at which no more is lost than that; undefined where none spares a text, or too few texts tell. Of the lengths from which on it may hold,
 * the one that spares the network most tokens.
 *
 * @param scores [n, classes] of the n-grams
 * @param together [n, classes] the probabilities by both parts
 */
export function fitCascade(
  scores: Float64Array,
  together: Float64Array,
  texts: HeldOutTexts,
  classes: number,
): Cascade | undefined {
  let best: Cascade | undefined
  let most = 0
  for (const shortest of leastLengths) {
    const found = cascadeFrom(shortest, scores, together, texts, classes)
    if (!found || found.tokens <= most) continue
    most = found.tokens
    best = found.cascade
  }
  return best
}

/** The lowest bound for texts of so many tokens and more, and the tokens that the network need not read. */
function cascadeFrom(
  shortest: number,
  scores: Float64Array,
  together: Float64Array,
  { labels, lengths }: HeldOutTexts,
  classes: number,
): { readonly cascade: Cascade; readonly tokens: number } | undefined {
  const long = Int32Array.from(labels.keys()).filter(text => lengths[text]! >= shortest)
  if (long.length < fewest) return undefined
  const theirLabels = long.map(text => labels[text]!)
  const [factor = 1] = fitMixing([rowsAt(scores, long, classes)], theirLabels, classes)
  const alone = byNgramsAlone(scores, classes, { factor })
  const bound = lowestBound(
    Array.from(long, text => judged(alone, together, text, classes)),
    tolerated * long.length,
  )
  const cascade = { factor, bound: Math.ceil(1000 * bound) / 1000, ...(shortest > 0 && { shortest }) }
  const read = new Set(textsToRead(alone, text => lengths[text]!, classes, cascade))
  const spared = lengths.filter((_, text) => !read.has(text))
  if (spared.length === 0) return undefined
  return {
    cascade: { ...cascade, spared: spared.length / labels.length },
    tokens: spared.reduce((sum, length) => sum + length, 0),
  }
}

/**
 * What is lost is not counted in labels, of which a handful would decide: where the n-grams alone answer otherwise than both parts
 * together, it is by how much these think their own answer the likelier.
 */
interface Judged {
  /** How sure the n-grams are of a text. */
  readonly surety: number
  /** What their answer loses. */
  readonly loss: number
}

function judged(alone: Float32Array, together: Float64Array, text: number, classes: number): Judged {
  const [first, last] = [text * classes, (text + 1) * classes]
  const own = alone.subarray(first, last)
  const ofBoth = together.subarray(first, last)
  const surety = own.reduce((most, p) => Math.max(most, p))
  return { surety, loss: ofBoth.reduce((most, p) => Math.max(most, p)) - ofBoth[own.indexOf(surety)]! }
}

/** From how sure on no more than so much is lost; above 1 where that is so from no bound on. */
function lowestBound(texts: readonly Judged[], affordable: number): number {
  const surestFirst = texts.toSorted((a, b) => b.surety - a.surety)
  let lost = 0
  let bound = Number.POSITIVE_INFINITY
  for (const [i, { surety, loss }] of surestFirst.entries()) {
    lost += loss
    if (lost > affordable) break
    // Of texts that they are equally sure of, all are spared or none.
    if (surestFirst[i + 1]?.surety !== surety) bound = surety
  }
  return bound
}

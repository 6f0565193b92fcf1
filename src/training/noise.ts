/** What training disturbs at random, so that the model does not learn its texts by heart. */

import { labelledMinibatch } from '../data/minibatches.ts'
import { selectStretches } from '../data/split.ts'
import { featureCount, type LabelledMinibatch, type Masks } from '../engines/engine.ts'
import type { Random } from '../random.ts'
import { keepProbabilityOf } from '../settings/engine-settings.ts'
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import type { Sequences } from '../text/sequences.ts'
import { unknownId } from '../text/vocabulary.ts'

/**
 * So many masks for the rows of the embedding are drawn for an update; word id has the mask id % 256. The 256 most frequent
 * words, two thirds of a review, share theirs with rarer ones only.
 */
const embeddingMasks = 256

/**
 * The masks of one update: the official dropout of the pooled vector, 0 or 1 with probability one half, and the dropout of
 * the embedding, which scales up what it keeps. A word has the same mask wherever it stands in the minibatch.
 *
 * Source: Gal and Ghahramani, arXiv 1512.05287, section 4.2 (the same mask at every time step).
 *
 * @param texts B
 */
export function drawMasks(texts: number, hyperparameters: Hyperparameters, random: Random): Masks {
  const { dropout, dimension, pooling, embeddingDropout } = hyperparameters
  const keep = keepProbabilityOf(hyperparameters)
  const features = featureCount({ hidden: dimension, pooling })
  const pooled = dropout && draw(texts * features, random, keep, 1, 0)
  const scale = 1 / (1 - embeddingDropout)
  const embedding =
    embeddingDropout > 0 && draw(embeddingMasks * dimension, random, embeddingDropout, 0, scale)
  return { ...(pooled && { pooled }), ...(embedding && { embedding }) }
}

/**
 * A minibatch of these texts: of each a stretch of at most `crop` tokens from a place drawn at random, and in it a share of
 * the words unknown.
 *
 * Source: for the words, Iyyer et al., "Deep Unordered Composition Rivals Syntactic Methods for Text Classification", ACL
 * 2015, section 3; the stretches are what random crops are to images (Krizhevsky et al. 2012, section 4.1).
 */
export function drawMinibatch(
  texts: Sequences,
  { crop, wordDropout }: Pick<Hyperparameters, 'crop' | 'wordDropout'>,
  random: Random,
): LabelledMinibatch {
  const batch = labelledMinibatch(crop === 0 ? texts : cropped(texts, crop, random))
  if (wordDropout === 0) return batch
  return { ...batch, tokens: batch.tokens.map(id => (random.uniform() < wordDropout ? unknownId : id)) }
}

function cropped(texts: Sequences, most: number, random: Random): Sequences {
  return selectStretches(texts, Int32Array.from(texts.labels.keys()), (start, end) => {
    if (end - start <= most) return [start, end]
    const begin = start + random.integer(end - start - most)
    return [begin, begin + most]
  })
}

/** One number with this probability, else the other, by a plain loop: the engine's threads wait for it. */
function draw(length: number, random: Random, probability: number, one: number, other: number): Float32Array {
  const drawn = new Float32Array(length)
  for (let n = 0; n < length; n++) drawn[n] = random.uniform() < probability ? one : other
  return drawn
}

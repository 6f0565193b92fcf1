/** From how sure on the n-grams answer alone, found on texts that neither part has seen. */
import { byNgramsAlone, type Cascade, textsToRead } from '../model/cascade.ts'
import { fitMixing } from '../model/mixing.ts'

/**
 * The share of all texts that may be answered wrongly for it: a quarter of the tenth of a point that it may cost, since it is known
 * from some hundred or thousand texts.
 */
const tolerated = 0.00025

/**
 * The lowest bound at which no more is lost than that; undefined where none spares a text.
 *
 * What is lost is not counted in labels, of which a handful would decide: where the n-grams alone answer otherwise than both parts
 * together, it is by how much these think their own answer the likelier.
 *
 * @param scores [n, classes] of the n-grams
 * @param together [n, classes] the probabilities by both parts
 * @param labels [n]
 */
export function fitCascade(
  scores: Float64Array,
  together: Float64Array,
  labels: Int32Array,
  classes: number,
): Cascade | undefined {
  const [factor = 1] = fitMixing([scores], labels, classes)
  const alone = byNgramsAlone(scores, classes, { factor })
  const texts = Array.from(labels.keys(), text => judged(alone, together, text, classes))
  texts.sort((a, b) => b.surety - a.surety)
  let lost = 0
  let bound = 1
  for (const text of texts) {
    lost += text.loss
    if (lost > tolerated * texts.length) break
    bound = text.surety
  }
  const cascade = { factor, bound: Math.ceil(1000 * bound) / 1000 }
  const spared = labels.length - textsToRead(alone, classes, cascade).length
  return spared > 0 ? { ...cascade, spared: spared / labels.length } : undefined
}

/** How sure the n-grams are of a text, and what their answer loses. */
function judged(alone: Float32Array, together: Float64Array, text: number, classes: number) {
  const [first, last] = [text * classes, (text + 1) * classes]
  const own = alone.subarray(first, last)
  const ofBoth = together.subarray(first, last)
  const surety = own.reduce((most, p) => Math.max(most, p))
  return { surety, loss: ofBoth.reduce((most, p) => Math.max(most, p)) - ofBoth[own.indexOf(surety)]! }
}

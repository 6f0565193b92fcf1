import { exp, log } from '../transcendental.ts'

/** log p of a network, of which 1e-30 is the least. */
export function logProbability(p: number): number {
  return log(Math.max(p, 1e-30))
}

/**
 * What the parts of a model say together, [n, classes] row-major:
 *
 *     p(c | text) = p_network(c | text) e^(s(c | text)) / Z
 *
 * The weights of the mixture are in the parts already: a factor on the network's log-odds in its U and b, one on the n-grams' scores
 * in their weights. A part that is not there says nothing.
 *
 * @param network [n, classes] its probabilities
 * @param scores [n, classes] of the n-grams
 */
export function partsTogether(
  network: Float32Array | undefined,
  scores: Float64Array | undefined,
  classes: number,
): Float32Array {
  if (!scores) return network ?? new Float32Array(0)
  const result = new Float32Array(scores.length)
  const sums = new Float64Array(classes)
  for (let at = 0; at < scores.length; at += classes) {
    let largest = Number.NEGATIVE_INFINITY
    for (let c = 0; c < classes; c++) {
      sums[c] = scores[at + c]! + (network ? logProbability(network[at + c]!) : 0)
      largest = Math.max(largest, sums[c]!)
    }
    let total = 0
    for (let c = 0; c < classes; c++) {
      sums[c] = exp(sums[c]! - largest)
      total += sums[c]!
    }
    for (let c = 0; c < classes; c++) result[at + c] = sums[c]! / total
  }
  return result
}

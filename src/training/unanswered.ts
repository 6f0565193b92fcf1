import { mostProbable } from '../model/probabilities.ts'

/**
 * The classes that texts have and that are never answered to them: what is learned of a rare class may be to answer another.
 *
 * @param scores [n, classes] row-major; the highest is the answer, the first of equals
 * @param labels [n]
 */
export function unansweredClasses(
  scores: Float64Array | Float32Array,
  labels: Int32Array,
  classes: number,
): number[] {
  const answered = new Set(mostProbable(scores, classes))
  return [...new Set(labels)].filter(label => !answered.has(label)).sort((a, b) => a - b)
}

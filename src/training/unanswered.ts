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
  const answered = new Uint8Array(classes)
  for (let n = 0; n < labels.length; n++) {
    let best = 0
    for (let c = 1; c < classes; c++) if (scores[n * classes + c]! > scores[n * classes + best]!) best = c
    answered[best] = 1
  }
  return [...new Set(labels)].filter(label => !answered[label]).sort((a, b) => a - b)
}

/** Do the probabilities mean what they say: of the texts answered with 80 %, are 80 % right? */

/** Bins as the literature has them, so that figures can be compared. */
const binCount = 15

/** The texts whose confidence, the probability of the class chosen, lies in (lower, upper]. */
export interface ReliabilityBin {
  /** In [0, 1). */
  readonly lower: number
  /** In (0, 1]. */
  readonly upper: number
  /** Number of these texts, 1 or more. */
  readonly texts: number
  /** Mean confidence of these texts. */
  readonly confidence: number
  /** Share of these texts that are answered rightly. */
  readonly accuracy: number
}

/**
 * The reliability table: 15 bins of equal width over [0, 1], in ascending order, the empty ones left out.
 * Source: C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, section 2.
 *
 * @param confidences in [0, 1]
 * @param isRight whether the answer to this text is the right one
 */
export function reliabilityBins(
  confidences: ArrayLike<number>,
  isRight: (index: number) => boolean,
): ReliabilityBin[] {
  const sums = Array.from({ length: binCount }, () => ({ texts: 0, confidence: 0, right: 0 }))
  for (let i = 0; i < confidences.length; i++) {
    const bin = sums[Math.max(0, Math.ceil(confidences[i]! * binCount) - 1)]!
    bin.texts++
    bin.confidence += confidences[i]!
    if (isRight(i)) bin.right++
  }
  return sums.flatMap(({ texts, confidence, right }, i) => {
    const [lower, upper] = [i / binCount, (i + 1) / binCount]
    return texts === 0
      ? []
      : [{ lower, upper, texts, confidence: confidence / texts, accuracy: right / texts }]
  })
}

/**
 * The expected calibration error, in [0, 1]: sum over the bins of texts / all texts * |accuracy - confidence|
 * (Guo et al. 2017, equation 3).
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const all = bins.reduce((sum, { texts }) => sum + texts, 0)
  return bins.reduce(
    (sum, { texts, confidence, accuracy }) => sum + (texts / all) * Math.abs(accuracy - confidence),
    0,
  )
}

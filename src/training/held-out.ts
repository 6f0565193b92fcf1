import type { HeldOut, HeldOutTexts } from '../model/model.ts'

/** Probabilities that a model keeps of texts held out, half a megabyte of them. */
const mostKept = 1 << 17

/**
 * The answers to held-out texts as a model keeps them: all, or where they are many every second, third, ... text.
 *
 * @param probabilities [n, classes] row-major; @param labels [n]; @param texts which n they are
 */
export function keptHeldOut(
  probabilities: ArrayLike<number>,
  labels: Int32Array,
  { places, validated }: HeldOutTexts,
): HeldOut | undefined {
  if (labels.length === 0) return undefined
  const classes = probabilities.length / labels.length
  const step = Math.ceil(probabilities.length / mostKept)
  const kept = labels.filter((_, i) => i % step === 0)
  const texts = {
    places: places.filter((_, i) => i % step === 0),
    validated: Math.ceil(validated / step),
  }
  return {
    probabilities: Float32Array.from({ length: kept.length * classes }, (_, at) => {
      const text = step * Math.floor(at / classes)
      return probabilities[text * classes + (at % classes)]!
    }),
    labels: kept,
    texts,
  }
}

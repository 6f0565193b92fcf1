/** Rounds to the nearest integer, from the middle to the even one, as numpy.round and IEEE 754 do. @param value at least 0 */
export function roundHalfToEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded
}

/** Rounds to the seven decimal digits that a float32 holds. */
export function toSevenDigits(value: number): number {
  return Number(value.toPrecision(7))
}

/** The smallest whole k of at least 0 for which 2^k is at least `value`. */
export function doublingsTo(value: number): number {
  let k = 0
  for (let reached = 1; reached < value; reached *= 2) k++
  return k
}

/** The numbers of the arrays one after the other, copied. @param Kind of which the whole is made */
export function joinedArrays<T extends Uint8Array | Int32Array | Float32Array | Float64Array>(
  Kind: new (length: number) => T,
  arrays: readonly ArrayLike<number>[],
): T {
  const whole = new Kind(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const array of arrays) {
    whole.set(array, at)
    at += array.length
  }
  return whole
}

/** Some of the rows of a matrix, [indices.length, width] row-major. @param indices of rows */
export function rowsAt(values: Float64Array, indices: Int32Array, width: number): Float64Array {
  const rows = new Float64Array(indices.length * width)
  for (const [i, index] of indices.entries()) {
    rows.set(values.subarray(index * width, (index + 1) * width), i * width)
  }
  return rows
}

/** Writes rows over those at these indices. @param rows [indices.length, width] row-major */
export function putRows(
  values: Float32Array,
  indices: Int32Array,
  rows: Float32Array | Float64Array,
  width: number,
): void {
  for (const [i, index] of indices.entries()) {
    values.set(rows.subarray(i * width, (i + 1) * width), index * width)
  }
}

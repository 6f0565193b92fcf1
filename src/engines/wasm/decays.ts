/** Updates a row may owe that still make a difference: 0.95^k and 0.9^k are 0 in float32 long before. */
const length = 4096

/**
 * What assembly/embedding.ts multiplies with when a row owes k updates, [3, 4096] with k < 4096: 0.95^k, 0.9^k and the
 * distance 9 (1 - 0.9^k) that RMSprop's momentum has moved it; see ../settle.ts.
 */
export function decayTables(): Float32Array {
  const tables = new Float32Array(3 * length)
  for (let k = 0; k < length; k++) {
    tables[k] = 0.95 ** k
    tables[length + k] = 0.9 ** k
    tables[2 * length + k] = 9 * (1 - 0.9 ** k)
  }
  return tables
}

import { power } from '../../transcendental.ts'

/**
 * What assembly/embedding-kernels.ts multiplies with when a row owes k updates, [3, length] with k < length: 0.95^k, 0.9^k and the
 * distance 9 (1 - 0.9^k) that RMSprop's momentum has moved it; see ../settle.ts.
 */
export function decayTables(length: number): Float32Array {
  const tables = new Float32Array(3 * length)
  for (let k = 0; k < length; k++) {
    tables[k] = power(0.95, k)
    tables[length + k] = power(0.9, k)
    tables[2 * length + k] = 9 * (1 - power(0.9, k))
  }
  return tables
}

import { power } from '../transcendental.ts'
import type { EngineState, Optimizer, Sizes } from './engine.ts'

/** The official script's factors: of the running means (rg, rg2, ru2), and of RMSprop's momentum (ud). */
const meanDecay = 0.95
const momentumDecay = 0.9

/**
 * The state with all postponed updates made: no `owed`, and each row r of the embedding and its accumulators as
 * after owed[r] more updates with a zero gradient, which for k updates are, exactly:
 *
 *     adadelta: rg2 *= 0.95^k, ru2 *= 0.95^k; the row stays
 *     rmsprop:  rg *= 0.95^k, rg2 *= 0.95^k, ud *= 0.9^k; the row moves by ud (0.9 + ... + 0.9^k) = 9 ud (1 - 0.9^k)
 *     sgd:      nothing
 *     adam:     nothing
 *
 * Pure: what changes is copied, what does not is shared. A state without `owed` is returned as it is.
 */
export function settle<A extends Float32Array | Float64Array>(
  state: EngineState<A>,
  optimizer: Optimizer,
  sizes: Sizes,
): EngineState<A> {
  const { parameters, accumulators, owed } = state
  if (owed === undefined) return state
  const D = sizes.embedding
  const decayed = (name: string, factor: number) => {
    const set = accumulators[name]!
    const Wemb = mapRows(
      set.Wemb,
      owed,
      D,
      k => power(factor, k),
      (value, decay) => value * decay,
    )
    return { ...set, Wemb }
  }
  const untouched = optimizer.name === 'sgd' || optimizer.name === 'adam'
  if (Object.keys(accumulators).length === 0 || untouched) return { parameters, accumulators }
  if (optimizer.name === 'adadelta') {
    const settled = { rg2: decayed('rg2', meanDecay), ru2: decayed('ru2', meanDecay) }
    return { parameters, accumulators: settled }
  }
  const ud = accumulators.ud!.Wemb
  const distance = (k: number) => (momentumDecay * (1 - power(momentumDecay, k))) / (1 - momentumDecay)
  const Wemb = mapRows(parameters.Wemb, owed, D, distance, (value, distance, n) => value + ud[n]! * distance)
  return {
    parameters: { ...parameters, Wemb },
    accumulators: {
      rg: decayed('rg', meanDecay),
      rg2: decayed('rg2', meanDecay),
      ud: decayed('ud', momentumDecay),
    },
  }
}

/**
 * A copy of a matrix [owed.length, D] in which each value v at index n of a row that owes k > 0 updates is change(v, of(k), n):
 * `of` is slow, and called once a row.
 */
function mapRows<A extends Float32Array | Float64Array>(
  matrix: A,
  owed: Int32Array,
  D: number,
  of: (k: number) => number,
  change: (value: number, ofRow: number, n: number) => number,
): A {
  const copy = matrix.slice() as A
  for (const [row, k] of owed.entries()) {
    if (k === 0) continue
    const ofRow = of(k)
    for (let n = row * D; n < (row + 1) * D; n++) copy[n] = change(copy[n]!, ofRow, n)
  }
  return copy
}

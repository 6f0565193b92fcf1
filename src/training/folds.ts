import { salted } from '../data/fingerprint.ts'

/**
 * Deals texts out to folds, [n] 0..folds-1, the texts of each class evenly. As with `stratifiedSplit` the texts themselves decide,
 * and equal texts stay together, so that no fold is judged by what was learned by heart.
 *
 * @param labels [n] class indices
 * @param hashes [n], the same for equal texts (data/fingerprint.ts)
 * @param salt another one, 0..2^32-1, deals otherwise
 */
export function dealFolds(labels: Int32Array, hashes: Float64Array, folds: number, salt: number): Int32Array {
  const keys = hashes.map(hash => salted(hash, salt))
  const foldOf = new Map<number, number>()
  const order = [...labels.keys()].sort((a, b) => labels[a]! - labels[b]! || keys[a]! - keys[b]!)
  for (const text of order) if (!foldOf.has(keys[text]!)) foldOf.set(keys[text]!, foldOf.size % folds)
  return Int32Array.from(keys, key => foldOf.get(key)!)
}

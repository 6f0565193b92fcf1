import { doublingsTo } from '../rounding.ts'

/** The texts of `from` to `to` tokens, both included; `from` is 0 in the first bucket. */
export interface LengthBucket {
  readonly from: number
  readonly to: number
  /** At least 1. */
  readonly texts: number
  readonly wrong: number
}

/**
 * Texts and wrong answers by length, in buckets that double: 0 to 9 tokens, 10 to 19, 20 to 39, ...; the empty ones left out.
 *
 * @param lengths in tokens
 */
export function errorsByLength(
  lengths: ArrayLike<number>,
  isRight: (index: number) => boolean,
): LengthBucket[] {
  const buckets: { from: number; to: number; texts: number; wrong: number }[] = []
  for (let i = 0; i < lengths.length; i++) {
    const number = doublingsTo((lengths[i]! + 1) / 10)
    buckets[number] ??= {
      from: number === 0 ? 0 : 10 * 2 ** (number - 1),
      to: 10 * 2 ** number - 1,
      texts: 0,
      wrong: 0,
    }
    buckets[number].texts++
    if (!isRight(i)) buckets[number].wrong++
  }
  return buckets.filter(bucket => bucket !== undefined)
}

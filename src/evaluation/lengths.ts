import { doublingsTo } from '../rounding.ts'
import type { TokenSequences } from '../text/sequences.ts'
import { type Answers, predictedOf } from './evaluation.ts'

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

/** The same of a model's answers. @param texts of these only the lengths are looked at */
export function answersByLength(
  answers: Answers,
  { offsets }: Pick<TokenSequences, 'offsets'>,
): LengthBucket[] {
  const predicted = predictedOf(answers)
  return errorsByLength(textLengths({ offsets }), i => predicted[i] === answers.labels[i])
}

/** [n] In tokens. */
export function textLengths({ offsets }: Pick<TokenSequences, 'offsets'>): Int32Array {
  return offsets.slice(1).map((end, i) => end - offsets[i]!)
}

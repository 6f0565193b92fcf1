import { LstmError } from '../errors.ts'
import { toSevenDigits } from '../rounding.ts'
import type { Model } from './model.ts'
import { NgramFinder } from './ngram-weights.ts'

/** What speaks most for a label, strongest first, with its weight. */
export interface Strongest {
  readonly label: string
  readonly ngrams: readonly { readonly ngram: string; readonly weight: number }[]
}

/** The n-grams that speak most for each label. @throws LstmError 'model' where the model names no n-grams */
export function strongestNgramsOf({ ngrams, labels }: Pick<Model, 'ngrams' | 'labels'>): Strongest[] {
  if (!ngrams?.strongest) {
    throw new LstmError(
      'model',
      ngrams ? 'this model does not name its n-grams' : 'this model has no n-grams',
      {
        hint: 'train one with --ngrams, of 50 labels at most',
      },
    )
  }
  const finder = new NgramFinder(ngrams)
  return ngrams.strongest.map((named, label) => ({
    label: labels[label]!,
    ngrams: named.map(ngram => ({ ngram, weight: toSevenDigits(finder.weightOf(ngram, label)) })),
  }))
}

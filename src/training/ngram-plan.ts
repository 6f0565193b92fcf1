import { scoreColumns } from '../model/ngram-part.ts'
import type { NgramFitOptions } from './ngram-fit.ts'

/** How much text there is to learn from. */
interface CorpusSize {
  readonly texts: number
  readonly tokens: number
  readonly classes: number
}

/** What the plan decides; each can be overruled. */
type NgramPlan = Pick<NgramFitOptions, 'kinds' | 'minimum' | 'maximum' | 'folds'>

/** More tokens than this, and character n-grams, some ten a token, cost minutes. */
const tokensWithCharacters = 2_000_000
/** More texts than this, and one fold says well enough how good a model is. */
const textsInFolds = 20_000
/** The most texts that are held out then. */
const heldOutTexts = 20_000
/** Weights that the solver keeps: 4 Mi of them with all it remembers are 600 MB. */
const weights = 1 << 22
const ngrams = 250_000

/**
 * The rules by which an n-gram part is made, as held-out training texts say:
 *
 * - Characters are worth 3 points for 200 reviews, 1 for 1,000 and 0.2 for 5,000.
 * - N-grams in one text only do harm: 0.4 points for 1,000 reviews.
 * - Of the million n-grams in 25,000 reviews the most frequent 250,000 are as good as all (92.3 and 92.2 %), 100,000 are not (91.9 %).
 */
export function planNgrams({ texts, tokens, classes }: CorpusSize): NgramPlan {
  return {
    kinds: { words: 3, characters: tokens <= tokensWithCharacters ? [3, 6] : undefined },
    minimum: 2,
    maximum: Math.min(ngrams, Math.floor(weights / scoreColumns(classes))),
    folds:
      texts <= textsInFolds
        ? { dealt: 5, scored: 5 }
        : { dealt: Math.max(10, Math.ceil(texts / heldOutTexts)), scored: 1 },
  }
}

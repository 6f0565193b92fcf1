import type { TokenisedCorpus } from '../../data/corpus.ts'
import { TextDataset } from '../../data/dataset.ts'

/**
 * The share of the training texts' tokens that are certain words, in [0, 1].
 *
 * @param words which they are, by the number of a word
 */
export function tokenShare({ train }: TokenisedCorpus, words: ArrayLike<unknown>): number {
  let found = 0
  for (const tokens of new TextDataset(train).tokens()) for (const token of tokens) if (words[token]) found++
  return train.tokens.length === 0 ? 0 : found / train.tokens.length
}

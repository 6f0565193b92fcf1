import type { Random } from '../random.ts'
import { textAt } from '../text/ngram-counting.ts'
import { joinedHigh, joinedLow } from '../text/ngrams.ts'
import type { Sequences, TokenSequences } from '../text/sequences.ts'

/**
 * Deals texts out to folds, [n] 0..folds-1: those of each class evenly, in random order, texts with the same tokens together, so
 * that no fold is judged by what was learned by heart.
 */
export function dealFolds(texts: Sequences, classes: number, folds: number, random: Random): Int32Array {
  const groups = groupsOfEqual(texts)
  const byClass: number[][] = Array.from({ length: classes }, () => [])
  for (const [group, first] of groups.firsts.entries()) byClass[texts.labels[first]!]!.push(group)
  const foldOfGroup = new Int32Array(groups.firsts.length)
  let dealt = 0
  for (const members of byClass)
    for (const group of random.shuffle(members)) foldOfGroup[group] = dealt++ % folds
  return groups.of.map(group => foldOfGroup[group]!)
}

/** Groups of texts with the same tokens: of which each text is one, [n], and the first text of each. */
function groupsOfEqual(texts: TokenSequences): {
  readonly of: Int32Array
  readonly firsts: readonly number[]
} {
  const of = new Int32Array(texts.offsets.length - 1)
  const firsts: number[] = []
  const known = new Map<number, number>()
  for (let i = 0; i < of.length; i++) {
    const key = keyOfText(textAt(texts, i))
    let group = known.get(key)
    if (group === undefined) {
      group = firsts.push(i) - 1
      known.set(key, group)
    }
    of[i] = group
  }
  return { of, firsts }
}

/** 53 bits that equal texts share; of a million texts two others share them with a probability of 10^-4. */
function keyOfText(tokens: Int32Array): number {
  let [low, high] = [0, tokens.length]
  for (const token of tokens) [low, high] = [joinedLow(low, high, token, 0), joinedHigh(low, high, token, 0)]
  return low + (high % 2 ** 21) * 2 ** 32
}

import { exp } from '../../transcendental.ts'
import type { SkipGram, SkipGramOptions } from '../engine.ts'

export async function openSkipGram({
  vocabulary,
  embedding: D,
  vectors,
}: SkipGramOptions): Promise<SkipGram> {
  const words = vectors.slice()
  const contexts = new Float32Array(vocabulary * D)
  const gradient = new Float32Array(D)
  return {
    learn(word, others, rate) {
      gradient.fill(0)
      for (const [k, other] of others.entries()) {
        const step = ((k === 0 ? 1 : 0) - probability(words, contexts, word, other, D)) * rate
        for (let d = 0; d < D; d++) {
          const context = contexts[other * D + d]!
          gradient[d]! += step * context
          contexts[other * D + d] = context + step * words[word * D + d]!
        }
      }
      for (let d = 0; d < D; d++) words[word * D + d]! += gradient[d]!
    },
    vectors: () => words.slice(),
  }
}

/** 1 / (1 + e^-(v . c)): how probable it is that the two stand beside each other. */
function probability(
  words: Float32Array,
  contexts: Float32Array,
  word: number,
  other: number,
  D: number,
): number {
  let dot = 0
  for (let d = 0; d < D; d++) dot += words[word * D + d]! * contexts[other * D + d]!
  return 1 / (1 + exp(-dot))
}

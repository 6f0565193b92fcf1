import { exp } from '../../transcendental.ts'
import type { SkipGram, SkipGramOptions } from '../engine.ts'

export async function openSkipGram({
  vocabulary,
  embedding: D,
  vectors,
}: SkipGramOptions): Promise<SkipGram> {
  const words = vectors.slice()
  const contexts = new Float32Array(vocabulary * D)
  return {
    learn(ids, others, rate) {
      const v = rowsOf(words, ids, D)
      const c = rowsOf(contexts, others, D)
      // [words, others]
      const steps = v.map(vector =>
        c.map((context, k) => ((k === 0 ? 1 : 0) - probability(vector, context)) * rate),
      )
      for (const [j, id] of ids.entries()) {
        for (let d = 0; d < D; d++) {
          words[id * D + d]! += c.reduce((sum, context, k) => sum + steps[j]![k]! * context[d]!, 0)
        }
      }
      for (const [k, other] of others.entries()) {
        for (let d = 0; d < D; d++) {
          contexts[other * D + d]! += v.reduce((sum, vector, j) => sum + steps[j]![k]! * vector[d]!, 0)
        }
      }
    },
    vectors: () => words.slice(),
  }
}

/** Copies. */
function rowsOf(matrix: Float32Array, ids: Int32Array, D: number): Float32Array[] {
  return Array.from(ids, id => matrix.slice(id * D, (id + 1) * D))
}

/** 1 / (1 + e^-(v . c)): how probable it is that the two stand beside each other. */
function probability(vector: Float32Array, context: Float32Array): number {
  return 1 / (1 + exp(-vector.reduce((sum, value, d) => sum + value * context[d]!, 0)))
}

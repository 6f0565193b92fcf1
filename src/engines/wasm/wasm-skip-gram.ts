import type { SkipGram, SkipGramOptions } from '../engine.ts'
import { Arena } from './arena.ts'
import { openKernels, wantsSharedMemory } from './kernels.ts'
import { copyRows, roundUp } from './parameters.ts'

/** On the calling thread; the memory goes with the object. */
export function openWasmSkipGram(module: WebAssembly.Module, options: SkipGramOptions): SkipGram {
  const { vocabulary, embedding, vectors, most } = options
  const arena = new Arena({ shared: wantsSharedMemory(module) })
  const { skipGramStep } = openKernels(module, arena.memory)
  const width = roundUp(embedding, 8)
  const matrix = 4 * vocabulary * width
  const places = arena.keep({ words: matrix, contexts: matrix, ids: 4 * most, gradient: 4 * width })
  const words = arena.floats(places.words, vocabulary * width)
  copyRows(vectors, embedding, words, width)
  const ids = arena.ints(places.ids, most)
  return {
    learn(word, others, rate) {
      ids.set(others)
      const { contexts, gradient } = places
      skipGramStep(
        places.words + 4 * word * width,
        4 * width,
        contexts,
        places.ids,
        others.length,
        rate,
        gradient,
      )
    },
    vectors() {
      const result = new Float32Array(vocabulary * embedding)
      copyRows(words, width, result, embedding)
      return result
    },
  }
}

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
  const size = 4 * width
  const matrix = vocabulary * size
  const places = arena.keep({
    ...{ words: matrix, contexts: matrix, inputs: 4 * most.words, outputs: 4 * most.others },
    // As assembly/skip-gram-kernels.ts says.
    room: (most.words + most.others) * size + most.words * 4 * roundUp(most.others, 8) + 128,
  })
  const words = arena.floats(places.words, vocabulary * width)
  copyRows(vectors, embedding, words, width)
  const inputs = arena.ints(places.inputs, most.words)
  const outputs = arena.ints(places.outputs, most.others)
  return {
    learn(ids, others, rate) {
      inputs.set(ids)
      outputs.set(others)
      const { contexts, room } = places
      skipGramStep(
        places.words,
        contexts,
        size,
        places.inputs,
        ids.length,
        places.outputs,
        others.length,
        rate,
        room,
      )
    },
    vectors() {
      const result = new Float32Array(vocabulary * embedding)
      copyRows(words, width, result, embedding)
      return result
    },
  }
}

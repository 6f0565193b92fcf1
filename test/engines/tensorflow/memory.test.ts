import { describe, expect, it } from 'vitest'
import { openEngine, openPredictor } from '../../../src/engines/tensorflow/index.ts'
import { loadTensorFlow } from '../../../src/engines/tensorflow/library.ts'
import { Random } from '../../../src/random.ts'
import { usual } from '../conformance/candidate.ts'
import { lessons, officialOptimizers, sizes } from '../conformance/lessons.ts'
import { randomMinibatch, randomParameters } from '../random-model.ts'
import { skip } from './installation.ts'

/** Tensors as TensorFlow.js counts them, and as the native library does. */
function tensors(): { managed: number; native: number } {
  const tf = loadTensorFlow()
  const { binding } = tf.backend() as unknown as { binding: { getNumOfTensors(): number } }
  return { managed: tf.memory().numTensors, native: binding.getNumOfTensors() }
}

describe.skipIf(skip)('tensors', () => {
  const random = new Random(3)
  const parameters = randomParameters(random, sizes, Float32Array)
  const long = randomMinibatch(random, sizes, [150, 3, 0])

  it.each(officialOptimizers)(
    '200 updates with $name leave none behind, nor does what comes between',
    async optimizer => {
      const before = tensors()
      const state = { parameters, accumulators: {} }
      const engine = await openEngine({
        ...usual,
        sizes,
        state,
        optimizer,
        weightDecay: 0.01,
      })
      const course = lessons(random, 200)
      const between = async ({ batch }: (typeof course)[number]) => {
        await engine.gradients(batch)
        await engine.probabilities(long)
        await engine.hiddenStates(long)
        await engine.state()
      }
      // The first update makes the accumulators.
      await engine.update(course[0]!.batch)
      const settled = tensors()
      for (const [n, lesson] of course.entries()) {
        await engine.update(lesson.batch, lesson.masks)
        if (n % 20 === 0) await between(lesson)
      }
      expect(tensors()).toEqual(settled)
      await engine.dispose()
      expect(tensors()).toEqual(before)
    },
  )

  it('a predictor leaves none behind', async () => {
    const before = tensors()
    const predictor = await openPredictor({ ...usual, sizes, parameters })
    await predictor.probabilities(long)
    await predictor.dispose()
    expect(tensors()).toEqual(before)
  })
})

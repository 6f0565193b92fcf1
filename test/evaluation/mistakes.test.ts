import { expect, it } from 'vitest'
import { surestMistakes } from '../../src/evaluation/mistakes.ts'

it('surestMistakes gives the wrong answers by confidence, equally sure ones in the order of the texts', () => {
  const answers = {
    probabilities: Float32Array.of(0.25, 0.75, 0.125, 0.875, 0.75, 0.25, 0, 1, 0.75, 0.25),
    labels: Int32Array.of(0, 0, 1, 1, 1),
    labelNames: ['bad', 'good'],
  }
  expect(surestMistakes(answers, 3)).toEqual([
    { index: 1, actual: 'bad', predicted: 'good', confidence: 0.875 },
    { index: 0, actual: 'bad', predicted: 'good', confidence: 0.75 },
    { index: 2, actual: 'good', predicted: 'bad', confidence: 0.75 },
  ])
})

import { describe, expect, it } from 'vitest'
import type { Model } from '../../../src/model/model.ts'
import { pretrainedPath } from '../../../src/storage/model-choice.ts'
import { decodeModel, encodeModel } from '../../../src/storage/model-file.ts'
import { readModel } from '../../../src/storage/tensor-file.ts'

describe('the parts of a model file', async () => {
  const model = await readModel(pretrainedPath)
  const heldOut = { probabilities: Float32Array.of(0.2, 0.3, 0.5), labels: Int32Array.of(2) }
  const counts = { length: Array(12).fill(0), confidence: Array(8).fill(0) }
  const decision = { texts: 1, promise: 'x' }

  it.each<[string, Partial<Model>]>([
    ['its held-out texts are of 3 classes, not 2', { heldOut }],
    ['its distributions are of 3 classes, not 2', { distributions: { ...counts, answers: [1, 2, 3] } }],
    ['its strongest n-grams are of 1 class, not 2', { ngrams: { ...model.ngrams!, strongest: [['good']] } }],
    ['its costs are of 1 class, not 2', { decision: { ...decision, costs: { answers: [[0], [1]] } } }],
    [
      'its costs are of 3 classes, not 2',
      {
        decision: {
          ...decision,
          costs: {
            answers: [
              [0, 1],
              [1, 0],
            ],
            uncertain: [1, 1, 1],
          },
        },
      },
    ],
    [
      'its decision is of the label "odd", which it has not',
      { decision: { ...decision, threshold: [{ label: 'odd', probability: 0.5 }] } },
    ],
  ])('are of its labels: %s', (message, parts) => {
    expect(() => decodeModel(encodeModel({ ...model, ...parts }), 'm')).toThrow(
      `m cannot be used: ${message}`,
    )
  })

  it('come back where they are', () => {
    const fitting = {
      heldOut: { probabilities: Float32Array.of(0.2, 0.8), labels: Int32Array.of(1) },
      decision: { ...decision, threshold: [{ label: model.labels[1]!, probability: 0.5 }] },
    }
    expect(decodeModel(encodeModel({ ...model, ...fitting }), 'm')).toMatchObject(fitting)
  })
})

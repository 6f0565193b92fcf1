import { describe, expect, it } from 'vitest'
import { learnedModel } from '../../../src/library/learning/lesson.ts'
import type { Model } from '../../../src/model/model.ts'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { defaults } from '../../../src/settings/table.ts'

const model: Model = {
  vocabulary: undefined,
  labels: ['no', 'yes'],
  hyperparameters: defaults(hyperparameterTable),
  provenance: { producer: 'test' },
  fingerprint: { kind: 'list', hashes: new Float64Array(0) },
}

describe('learnedModel', () => {
  it('takes as many texts to keep as there are, 150,000 and more', async () => {
    const count = 150_000
    const kept = {
      tokensOf: Array.from({ length: count }, () => ['old']),
      labels: new Int32Array(count),
      probabilities: Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? 0.9 : 0.1)),
    }
    const corrections = {
      tokensOf: [['new']],
      labels: Int32Array.of(1),
      probabilities: Float32Array.of(0.9, 0.1),
    }
    const learned = await learnedModel(model, corrections, kept)
    expect(learned.corrections).toEqual({ texts: 1, before: 0, after: 1 })
    expect(learned.kept).toMatchObject({ texts: count, before: count, after: count })
  }, 60_000)

  it('says what the model was right about as it answers, and what its parts are together', async () => {
    const texts = (words: readonly string[], together: number, answered?: number) => ({
      tokensOf: words.map(word => [word]),
      labels: Int32Array.from(words, () => 1),
      probabilities: Float32Array.from(words.flatMap(() => [1 - together, together])),
      answered:
        answered === undefined ? undefined : Float32Array.from(words.flatMap(() => [1 - answered, answered])),
    })
    const { corrections, kept, notices } = await learnedModel(
      model,
      texts(['new', 'newer'], 0.6, 0.4),
      texts(['old'], 0.9, 0.8),
    )
    expect(corrections).toEqual({ texts: 2, before: 0, after: 2 })
    expect(kept).toMatchObject({ texts: 1, before: 1, after: 1 })
    expect(notices).toEqual([
      expect.stringMatching(/by itself has 2 of 2 corrections and 1 of 1 texts to keep right$/),
    ])
    const alike = await learnedModel(model, texts(['new'], 0.4), texts(['old'], 0.9))
    expect([alike.corrections.before, alike.notices]).toEqual([0, []])
  })
})

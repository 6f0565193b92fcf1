import { beforeAll, describe, expect, it } from 'vitest'
import { Classifier } from '../../src/model/classifier.ts'
import { explain } from '../../src/model/explanation.ts'
import type { Model } from '../../src/model/model.ts'
import { runSettingTable } from '../../src/settings/run-settings.ts'
import { defaults } from '../../src/settings/table.ts'
import { pretrainedPath } from '../../src/storage/model-choice.ts'
import { readModel } from '../../src/storage/tensor-file.ts'

const settings = { ...defaults(runSettingTable), threads: 1 }
const texts = [
  'A wonderful film, one of the best I have seen.',
  'Boring from the first minute, a waste of time.',
  'It has a beginning and an end, which is more than can be said of its plot.',
  'the',
  '',
]

/** The pretrained model, sure enough from 0.9 on. */
let model: Model
beforeAll(async () => {
  model = { ...(await readModel(pretrainedPath)), cascade: { factor: 1.5, bound: 0.9, spared: 0.8 } }
})

async function answers(of: readonly string[], cascade?: boolean) {
  const classifier = await Classifier.open(model, settings, { cascade })
  try {
    const rows = await classifier.probabilities(classifier.encode(of))
    return { rows: of.map((_, i) => [...rows.subarray(2 * i, 2 * i + 2)]), spared: classifier.spared }
  } finally {
    await classifier.dispose()
  }
}

describe('a model whose n-grams answer alone where they are sure enough', () => {
  it('answers a text the same whatever stands beside it, and those it is not sure of as without', async () => {
    const together = await answers(texts)
    const without = await answers(texts, false)
    expect(together.spared).toBeGreaterThan(0)
    expect(together.spared).toBeLessThan(texts.length)
    expect(without.spared).toBe(0)
    for (const [i, text] of texts.entries()) {
      const alone = await answers([text])
      expect(alone.rows[0]).toEqual(together.rows[i])
      if (alone.spared === 0) expect(together.rows[i]).toEqual(without.rows[i])
      else expect(Math.max(...together.rows[i]!)).toBeGreaterThanOrEqual(Math.fround(0.9))
    }
  })

  it('explains the answer that it gives, to 1e-5 of the log-odds', async () => {
    for (const cascade of [true, false]) {
      const classifier = await Classifier.open(model, settings, { cascade })
      for (const text of texts) {
        const encoded = classifier.encode([text])
        const row = await classifier.probabilities(encoded)
        const label = row[1]! > row[0]! ? 1 : 0
        const told = await explain(
          classifier,
          { tokens: classifier.tokens(text), ids: encoded.tokens },
          row,
          label,
        )
        const sum = told.tokens.reduce((total, { contribution }) => total + contribution, told.bias)
        expect(Math.abs(sum - Math.log(row[label]! / row[1 - label]!))).toBeLessThan(1e-5)
      }
      await classifier.dispose()
    }
  })
})

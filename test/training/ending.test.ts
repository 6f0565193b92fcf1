import { describe, expect, it } from 'vitest'
import { TextDataset } from '../../src/data/dataset.ts'
import type { NgramPart } from '../../src/model/ngram-part.ts'
import { mixture, type TrainedNetwork } from '../../src/training/ending.ts'
import type { FittedNgrams } from '../../src/training/ngrams/ngram-session.ts'
import type { Session } from '../../src/training/session.ts'

/** Texts of one word, which is their label's. */
function texts(count: number): TextDataset {
  const labels = Int32Array.from({ length: count }, (_, i) => i % 2)
  return new TextDataset({
    tokens: labels,
    offsets: Int32Array.from({ length: count + 1 }, (_, i) => i),
    labels,
  })
}

const [train, validation, test] = [texts(20), texts(600), texts(10)]
const session = {
  data: { labels: ['bad', 'good'], train, validation, test },
  description: { hyperparameters: { evaluationBatchSize: 64, classWeights: 'none', heldOutAnswers: false } },
} as unknown as Session

/** Right about each text, with this probability of its label. */
const network: TrainedNetwork = {
  sizes: { vocabulary: 2, hidden: 1, classes: 2, embedding: 1, pooling: 'mean' },
  parameters: Object.fromEntries(
    ['Wemb', 'lstm_W', 'lstm_U', 'lstm_b', 'U', 'b'].map(name => [name, Float32Array.of(1)]),
  ) as unknown as TrainedNetwork['parameters'],
  predictor: {
    probabilities: async ({ tokens }) =>
      Float32Array.from([...tokens].flatMap(token => (token ? [0.2, 0.8] : [0.8, 0.2]))),
  },
  updates: 1,
}

/** N-grams whose scores speak so much for the label of each text. */
function ngrams(speaks: (text: number) => number): FittedNgrams {
  const scores = (of: TextDataset) =>
    Float64Array.from({ length: 2 * of.size }, (_, at) =>
      of.label(at >> 1) === at % 2 ? speaks(at >> 1) : 0,
    )
  const part = { weights: Float32Array.of(1), bias: Float32Array.of(0) } as unknown as NgramPart
  return {
    ...{
      part,
      heldOut: 600,
      accuracy: 0,
      unanswered: [],
      outOfFold: { scores: new Float64Array(0), labels: new Int32Array(0), places: new Int32Array(0) },
    },
    scores: { train: scores(train), validation: scores(validation), test: scores(test) },
  }
}

describe('mixture', () => {
  it('leaves out n-grams that held-out texts speak against: they answer nothing, alone least of all', async () => {
    const { end, ...parts } = await mixture(
      session,
      network,
      ngrams(() => -2),
    )
    expect(end.mixing!.network).toBeGreaterThan(0.9)
    expect(end.mixing!.ngrams).toBe(0)
    expect(parts.ngrams).toBeUndefined()
    expect(parts.cascade).toBeUndefined()
    expect(end.results).toMatchObject({ validation: { error: 0 }, test: { error: 0 }, train: { error: 0 } })
  })

  it('keeps both where both know something, and spares the network what the n-grams are sure of', async () => {
    const { end, ...parts } = await mixture(
      session,
      network,
      ngrams(text => (text % 10 === 0 ? -0.1 : 2 + (text % 9))),
    )
    expect([parts.network, parts.ngrams, parts.cascade]).not.toContain(undefined)
    expect(parts.cascade!.spared).toBeGreaterThan(0.7)
    expect(end.results.validation.error).toBe(0)
  })

  it('leaves one part at least, whatever the texts say', async () => {
    for (const share of [0.01, 0.3, 0.45, 0.499, 0.5, 0.501, 0.7]) {
      for (const speaks of [-3, -0.5, -0.01, 0, 0.01, 3]) {
        const predictor: TrainedNetwork['predictor'] = {
          probabilities: async ({ tokens }) =>
            Float32Array.from(
              [...tokens].flatMap(token => (token ? [1 - share, share] : [share, 1 - share])),
            ),
        }
        const { network: read, ngrams: counted } = await mixture(
          session,
          { ...network, predictor },
          ngrams(() => speaks),
        )
        expect(read !== undefined || counted!.weights[0]! > 0).toBe(true)
      }
    }
  })

  it('leaves out a network that knows nothing', async () => {
    const guess = {
      probabilities: async ({ tokens }: { tokens: ArrayLike<number> }) =>
        new Float32Array(2 * tokens.length).fill(0.5),
    }
    const wrong = {
      probabilities: async ({ tokens }: { tokens: ArrayLike<number> }) =>
        Float32Array.from([...Array.from(tokens)].flatMap(token => (token ? [0.9, 0.1] : [0.1, 0.9]))),
    }
    expect(
      (
        await mixture(
          session,
          { ...network, predictor: wrong },
          ngrams(() => 3),
        )
      ).network,
    ).toBeUndefined()
    expect(
      (
        await mixture(
          session,
          { ...network, predictor: guess },
          ngrams(() => 3),
        )
      ).end.results.test.error,
    ).toBe(0)
  })
})

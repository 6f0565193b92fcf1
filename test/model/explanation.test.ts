import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EngineName, engineNames, type Pooling, poolings } from '../../src/engines/engine.ts'
import { Classifier } from '../../src/model/classifier.ts'
import { type Explanation, explain } from '../../src/model/explanation.ts'
import { Random } from '../../src/random.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { runSettingTable } from '../../src/settings/run-settings.ts'
import { defaults } from '../../src/settings/table.ts'
import { joinedHigh, joinedLow, wordKeys } from '../../src/text/ngrams.ts'
import { Vocabulary } from '../../src/text/vocabulary.ts'
import { randomParameters } from '../engines/random-model.ts'

const words = ['good', 'bad', 'film', 'not', 'very', 'a', 'the']

async function randomClassifier(
  seed: number,
  classes: number,
  dropout: boolean,
  engine: EngineName = 'wasm',
  pooling: Pooling = 'mean',
) {
  const sizes = { vocabulary: words.length + 2, embedding: 6, hidden: 5, classes, pooling }
  const model = {
    vocabulary: new Vocabulary(words),
    labels: Array.from({ length: classes }, (_, c) => `label ${c}`),
    hyperparameters: { ...defaults(hyperparameterTable), tokenizer: 'words' as const, dropout },
    provenance: { producer: 'test' },
    network: { sizes, parameters: randomParameters(new Random(seed), sizes, Float32Array) },
  }
  return Classifier.open(model, { ...defaults(runSettingTable), engine, threads: 1 })
}

/** The explanation of every label of one text, with the text's probabilities. */
async function explainAll(classifier: Classifier, text: string, longest?: number) {
  const encoded = classifier.encode([text])
  const probabilities = await classifier.probabilities(encoded)
  const toExplain = { tokens: classifier.tokens(text), ids: encoded.tokens }
  const explanations: Explanation[] = []
  for (const label of classifier.labels.keys()) {
    explanations.push(await explain(classifier, toExplain, probabilities, label, longest))
  }
  return { probabilities: [...probabilities], explanations }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const shares = ({ tokens }: Explanation) => tokens.map(({ contribution }) => contribution)

const cases = fc.record({
  seed: fc.nat(1 << 20),
  classes: fc.integer({ min: 2, max: 5 }),
  dropout: fc.boolean(),
  pooling: fc.constantFrom(...poolings),
  text: fc.array(fc.constantFrom(...words, 'unheard'), { maxLength: 40 }).map(list => list.join(' ')),
})

describe('explain', () => {
  it.each(engineNames.filter(name => name !== 'tensorflow'))(
    'bias and contributions add up to the log-odds of the probabilities (to 1e-5), %s',
    async engine => {
      await fc.assert(
        fc.asyncProperty(cases, async ({ seed, classes, dropout, pooling, text }) => {
          const classifier = await randomClassifier(seed, classes, dropout, engine, pooling)
          const { probabilities, explanations } = await explainAll(classifier, text)
          for (const [label, explanation] of explanations.entries()) {
            const against = classifier.labels.indexOf(explanation.against)
            const logOdds = Math.log(probabilities[label]!) - Math.log(probabilities[against]!)
            expect(Math.abs(explanation.bias + sum(shares(explanation)) - logOdds)).toBeLessThan(1e-5)
            expect(Math.abs(explanation.logOdds - logOdds)).toBeLessThan(1e-5)
          }
          await classifier.dispose()
        }),
        { numRuns: 40 },
      )
    },
  )

  it("credits a token with what its arrival changed, for the states that hold it: a text's beginning has the same changes (to 1e-6)", async () => {
    const classifier = await randomClassifier(7, 2, true)
    const whole = 'a very good film not bad the unheard film good'.split(' ')
    const [full] = (await explainAll(classifier, whole.join(' '))).explanations
    for (let length = 1; length < whole.length; length++) {
      const [part] = (await explainAll(classifier, whole.slice(0, length).join(' '))).explanations
      shares(part!).forEach((share, t) => {
        const changed = full!.tokens[t]!.contribution / ((whole.length - t) / whole.length)
        expect(share / ((length - t) / length)).toBeCloseTo(changed, 6)
      })
    }
    await classifier.dispose()
  })

  it('names the most probable other label as what it is against', async () => {
    const classifier = await randomClassifier(3, 4, false)
    const { probabilities, explanations } = await explainAll(classifier, 'a good film')
    for (const [label, { label: name, against }] of explanations.entries()) {
      const others = probabilities.map((probability, c) => (c === label ? -1 : probability))
      expect([name, against]).toEqual([`label ${label}`, `label ${others.indexOf(Math.max(...others))}`])
    }
    await classifier.dispose()
  })

  it('marks the words that the model does not know', async () => {
    const classifier = await randomClassifier(5, 2, true)
    const [{ tokens } = { tokens: [] }] = (await explainAll(classifier, 'Good, unheard film')).explanations
    expect(tokens.map(({ token, known }) => [token, known])).toEqual([
      ['good', true],
      [',', false],
      ['unheard', false],
      ['film', true],
    ])
    await classifier.dispose()
  })

  it('tells the words that say something together, but for those that say little beside the strongest word', async () => {
    const { low, high } = wordKeys(['film', 'not', 'bad', 'so', 'what'])
    const pair = (at: number) => [low[at]!, high[at]!, low[at + 1]!, high[at + 1]!] as const
    const keys = {
      low: Uint32Array.of(low[0]!, joinedLow(...pair(1)), joinedLow(...pair(3))),
      high: Uint32Array.of(high[0]!, joinedHigh(...pair(1)), joinedHigh(...pair(3))),
    }
    const ngrams = {
      ...({ kinds: { words: 2, characters: undefined }, classes: 2, keys } as const),
      ...{ weights: Float32Array.of(10, 2, 1), bias: Float32Array.of(0) },
    }
    const hyperparameters = { ...defaults(hyperparameterTable), tokenizer: 'words' as const }
    const model = { vocabulary: undefined, labels: ['no', 'yes'], provenance: { producer: 'test' } }
    const classifier = await Classifier.open({ ...model, hyperparameters, ngrams }, defaults(runSettingTable))
    // The strongest word has 8.3 of its 10 (a fifth of it: 1.7), the rest being what words of pairs would have too much.
    const [, explanation] = (await explainAll(classifier, 'so what film not bad')).explanations
    expect(explanation!.groups).toEqual([
      { first: 3, tokens: 2, contribution: Number((2 / Math.sqrt(5)).toPrecision(7)) },
    ])
  })

  it('tells what n-grams say of a very long text to its end, also where the probabilities do not hold it', async () => {
    const good = Array.from({ length: 400 }, (_, n) => `good${n}`)
    const ngrams = {
      ...({ kinds: { words: 1, characters: undefined }, classes: 2, keys: wordKeys(good) } as const),
      ...{ weights: new Float32Array(400).fill(10), bias: Float32Array.of(0.5) },
    }
    const hyperparameters = { ...defaults(hyperparameterTable), tokenizer: 'words' as const }
    const model = { vocabulary: undefined, labels: ['no', 'yes'], provenance: { producer: 'test' } }
    const classifier = await Classifier.open({ ...model, hyperparameters, ngrams }, defaults(runSettingTable))
    const { probabilities, explanations } = await explainAll(classifier, good.join(' '), 100)
    expect(probabilities).toEqual([0, 1])
    expect(explanations[1]).toMatchObject({ logOdds: 200.5, rest: { tokens: 300, contribution: 150 } })
    expect(explanations[0]).toMatchObject({ logOdds: -200.5, rest: { tokens: 300, contribution: -150 } })
  })

  it('tells the first tokens of a very long text one by one, the others as one number (to 1e-5)', async () => {
    const classifier = await randomClassifier(11, 3, true)
    const text = 'a very good film not bad the unheard film good'
    const { explanations } = await explainAll(classifier, text)
    const { explanations: cut } = await explainAll(classifier, text, 4)
    for (const [label, { tokens, logOdds, rest }] of cut.entries()) {
      const full = explanations[label]!
      expect(tokens).toEqual(full.tokens.slice(0, 4))
      expect(rest!.tokens).toBe(6)
      expect(Math.abs(rest!.contribution - sum(shares(full).slice(4)))).toBeLessThan(1e-5)
      expect(Math.abs(logOdds - full.logOdds)).toBeLessThan(1e-5)
    }
    await classifier.dispose()
  })
})

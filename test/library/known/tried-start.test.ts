import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type TrainOptions, train } from '../../../src/index.ts'
import { corpusOf } from '../../../src/library/corpus-of.ts'
import { triedStart } from '../../../src/library/known/tried-start.ts'
import { Random } from '../../../src/random.ts'
import { settingsFor } from '../../../src/training/plan.ts'
import { temporaryFolder } from '../../data/temporary-folder.ts'

const adjectives = {
  positive:
    'wonderful superb excellent brilliant delightful charming marvelous fantastic terrific gorgeous beautiful amazing splendid fabulous lovely perfect outstanding remarkable touching hilarious moving clever witty fascinating captivating engaging refreshing stunning powerful magnificent memorable flawless enjoyable superior satisfying rewarding gripping compelling impressive awesome great entertaining funny exciting unforgettable masterful heartwarming inspired thrilling good'.split(
      ' ',
    ),
  negative:
    'awful terrible horrible dreadful boring dull stupid pathetic ridiculous lame mediocre disappointing annoying tedious pointless worthless laughable atrocious abysmal forgettable predictable unfunny lifeless clumsy bland poor weak silly ugly wretched painful unwatchable incoherent amateurish shallow cheesy insulting mindless idiotic crappy embarrassing lousy miserable unbearable unconvincing sloppy tiresome inept contrived bad'.split(
      ' ',
    ),
}

/** Each adjective once: what one says of a text tells n-grams nothing of another. */
const opinions = Object.entries(adjectives).flatMap(([label, words]) =>
  words.flatMap(word => [
    { text: `it was a ${word} film`, label },
    { text: `i found the second one ${word}, to be honest`, label },
  ]),
)

/** How a training of so few texts ends: the lines of the plan, and what the model says of where it comes from. */
async function outcome(
  rows: readonly { text: string; label: string }[],
  options: TrainOptions = { maxEpochs: 3 },
) {
  const training = train(rows, { preset: 'auto', threads: 1, ...options })
  const told: string[] = []
  const shares: number[] = []
  for await (const event of training) {
    if (event.event === 'start') told.push(...event.plan)
    if (event.event === 'progress' && event.phase === 'trying a start') shares.push(event.share)
  }
  await using model = await training.model
  const { probabilities } = await model.predict('a word that nobody has met')
  return {
    told: told.filter(line => line.includes('pretrained')),
    shares,
    from: model.provenance.from,
    probabilities,
  }
}

describe('preset auto', () => {
  it('starts from the model that comes with the package where folds of the texts say so, and says what they said', async () => {
    const { told, shares, from, probabilities } = await outcome(opinions)
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.filter(share => share > 0.1 && share <= 1).length).toBeGreaterThan(3)
    expect(told).toEqual([
      expect.stringMatching(
        /^a start from the pretrained model \(--from none: from nothing\): error [\d.]+ % instead of [\d.]+ % by n-grams alone, cost 0\.\d+ instead of 0\.\d+, on 200 texts held out$/,
      ),
    ])
    const [better, worse] = told[0]!.match(/[\d.]+(?= %)/g)!.map(Number)
    expect(better).toBeLessThan(worse! - 10)
    expect(from?.model).toBe('pretrained')
    const asked = await outcome(opinions, { from: 'pretrained', maxEpochs: 3 })
    expect(asked).toEqual({ told: [], shares: [], from, probabilities })
  }, 120_000)

  it('does so with a dozen texts, of which n-grams learn nothing', async () => {
    const { told, from } = await outcome(opinions.slice(0, 6).concat(opinions.slice(-6)))
    expect(told).toEqual([
      expect.stringMatching(/^a start from the pretrained model .* on 12 texts held out$/),
    ])
    expect(from?.model).toBe('pretrained')
  }, 120_000)

  it('does so with word vectors as well, of the words of both', async () => {
    const words = [...adjectives.positive, ...adjectives.negative, 'film', 'second', 'whom', 'nobody']
    const lines = words.map((word, i) => `${word} ${i % 7} ${i % 3} 1\n`)
    const wordVectors = join(await temporaryFolder({ 'some.vec': lines.join('') }), 'some.vec')
    const options = { wordVectors, maxEpochs: 3, extraWords: 1 }
    const { told, from, probabilities } = await outcome(opinions, options)
    expect(told).toEqual([
      expect.stringMatching(/^a start from the pretrained model .* by n-grams and word vectors alone, /),
    ])
    expect(from?.model).toBe('pretrained')
    const asked = await outcome(opinions, { ...options, from: 'pretrained' })
    expect(asked).toEqual({ told: [], shares: [], from, probabilities })
  }, 120_000)

  it.each([
    ['from none', opinions, { from: 'none' }, []],
    ['without a network', opinions, { network: false }, []],
    ['by a network of another size', opinions, { dimension: 8 }, []],
    ['by other tokens', opinions, { tokenizer: 'moses' as const }, []],
    [
      'without the time for it',
      opinions,
      { minutes: 0.001 },
      [
        expect.stringMatching(
          /^no start from the pretrained model: to try it would take about [\d.]+ s, more than a quarter of the [\d.]+ s that are left$/,
        ),
      ],
    ],
    ['with very few texts', opinions.slice(0, 3).concat(opinions.slice(-3)), {}, []],
    ['with very many classes', opinions.map(({ text }, i) => ({ text, label: `${i % 101}` })), {}, []],
    [
      'where its words are other words',
      opinions.map(({ text, label }) => ({ text: text.replaceAll(/\w+/g, word => `x${word}q`), label })),
      {},
      [],
    ],
    [
      'where it knows nothing of the labels',
      opinions.map(({ text }, i) => ({ text, label: (i * 7919) % 13 < 6 ? 'odd' : 'even' })),
      {},
      [expect.stringMatching(/^no start from the pretrained model: error .* on 200 texts held out$/)],
    ],
  ])(
    'does not %s',
    async (_, rows, options, said) => {
      const { told, from } = await outcome(rows, options)
      expect(told).toEqual(said)
      expect(from).toBeUndefined()
    },
    120_000,
  )
})

describe('the trial of a start', () => {
  const many = Array.from({ length: 2500 }, (_, n) => {
    const { text, label } = opinions[n % opinions.length]!
    return { text: `${text} ${n}`, label }
  })

  /**
   * What it decides, and how many folds it asks for.
   *
   * @param wrongs of the 500 answers of each fold by n-grams, and from the model
   */
  async function tried(wrongs: readonly (readonly [before: number, after: number])[], rows = many) {
    const corpus = await corpusOf(rows, { purpose: 'training', tokenizer: 'words' })
    let [ngrams, from] = [0, 0]
    const told: string[] = []
    const outcome = await triedStart(corpus, {
      ...{ given: {}, named: {}, left: undefined, threads: 1, vectorsBeside: async () => ({}) },
      tell: event => 'message' in event && told.push(event.message),
      plannedFor: known => settingsFor(corpus, 'auto', {}, undefined, known),
      answer: async (_, known, { index }) => {
        const wrong = wrongs[index]![known.from ? 1 : 0]!
        known.from ? from++ : ngrams++
        // Others are wrong than by the n-grams, so that there is chance.
        const order = new Random(2 * index + (known.from ? 1 : 0)).permutation(500)
        const labels = Int32Array.from({ length: 500 }, (_, n) => n % 2)
        const probabilities = Float32Array.from({ length: 1000 }, (_, at) => {
          const n = at >> 1
          return ((at & 1) === n % 2) === order[n]! >= wrong ? 0.9 : 0.1
        })
        return { probabilities, labels }
      },
    })
    expect(from).toBe(ngrams)
    return { folds: from, starts: outcome?.known.from !== undefined, reason: outcome?.reason, told }
  }

  it('ends with the first fold that says it for sure, and goes on to 1,500 texts where chance may decide', async () => {
    expect(await tried([[100, 50]])).toMatchObject({
      ...{ folds: 1, starts: true },
      // What is taken over is said of this start as of one that was asked for.
      told: expect.arrayContaining(['labels taken over: negative, positive']),
    })
    expect(await tried([[50, 100]])).toMatchObject({
      ...{ folds: 1, starts: false },
      told: ['trying a start from the pretrained model (--from none: not)'],
    })
    const same = [80, 78] as const
    expect(await tried([same, same, same])).toMatchObject({ folds: 3, starts: false })
    expect(await tried([same, [80, 50], [80, 50]])).toMatchObject({ starts: true })
  })

  it('leaves out texts that the model has learned from', async () => {
    const phrases = Object.entries(adjectives).flatMap(([label, words]) =>
      words.map(text => ({ text, label })),
    )
    const { starts, reason } = await tried(
      [
        [200, 10],
        [200, 10],
      ],
      [...many.slice(0, 2400), ...phrases],
    )
    expect(starts).toBe(true)
    const [, texts] = /on (\d+) texts held out that it has not learned from$/.exec(reason!)!
    expect(Number(texts)).toBeGreaterThan(880)
    expect(Number(texts)).toBeLessThan(1000)
  })
})

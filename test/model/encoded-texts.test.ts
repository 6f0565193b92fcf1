import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LstmError } from '../../src/errors.ts'
import { host } from '../../src/host/index.ts'
import { Classifier } from '../../src/model/classifier.ts'
import { inStretches, joinedTexts } from '../../src/model/encoded-texts.ts'
import { NgramScorer } from '../../src/model/ngram-part.ts'
import { Random } from '../../src/random.ts'
import { runSettingTable } from '../../src/settings/run-settings.ts'
import { defaults } from '../../src/settings/table.ts'
import { pretrainedPath } from '../../src/storage/model-choice.ts'
import { readModel } from '../../src/storage/tensor-file.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('texts in stretches', () => {
  it('are all there in their order, and none has more than its part by more than a text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 30 }),
        fc.integer({ min: 1, max: 6 }),
        (texts, count) => {
          const stretches = inStretches(texts, count)
          expect(stretches).toHaveLength(count)
          expect(stretches.flat()).toEqual(texts)
          const characters = (of: readonly string[]) => of.reduce((sum, { length }) => sum + length, 0)
          const longest = Math.max(0, ...texts.map(({ length }) => length))
          for (const stretch of stretches) {
            expect(characters(stretch)).toBeLessThanOrEqual(characters(texts) / count + longest)
          }
        },
      ),
    )
  })

  it('are joined again, with scores where there are some', () => {
    const part = (offsets: number[], tokens: number[], scores: number[]) => ({
      offsets: Int32Array.from(offsets),
      tokens: Int32Array.from(tokens),
      ngramScores: Float64Array.from(scores),
    })
    const joined = joinedTexts([
      part([0, 2], [5, 6], [1, 2]),
      part([0], [], []),
      part([0, 0, 1], [7], [3, 4, 5, 6]),
    ])
    expect(joined).toEqual(part([0, 2, 2, 3], [5, 6, 7], [1, 2, 3, 4, 5, 6]))
    expect(joinedTexts([{ offsets: Int32Array.of(0, 1), tokens: Int32Array.of(3) }])).not.toHaveProperty(
      'ngramScores',
    )
  })
})

describe('Classifier.encode', () => {
  it('reads a text of many passages as one: its n-grams have the scores that they have at once', async () => {
    const model = await readModel(pretrainedPath)
    const classifier = await Classifier.open(model, defaults(runSettingTable))
    try {
      // What the first passage says is in none of the others.
      const text = `an awful , dreadful film . ${'it is a film of a man in a town . '.repeat(9_000)}`
      const { tokens, offsets, ngramScores } = classifier.encode([text, 'a film'])
      const words = [...classifier.tokens(text), 'a', 'film']
      expect([...offsets]).toEqual([0, words.length - 2, words.length])
      expect(tokens).toHaveLength(words.length)
      const scorer = new NgramScorer(model.ngrams!)
      const distinct = [...new Set(words)]
      scorer.learn(distinct)
      const numbers = new Map(distinct.map((word, n) => [word, n]))
      const all = Int32Array.from(words, word => numbers.get(word)!)
      expect(ngramScores!.subarray(0, 2)).toEqual(scorer.scores(all.subarray(0, -2)))
      expect(ngramScores!.subarray(2)).toEqual(scorer.scores(all.subarray(-2)))
    } finally {
      await classifier.dispose()
    }
  })
})

/** Texts for which it asks for threads, and what they are encoded as. */
async function manyAsked(threads: number) {
  const settings = { ...defaults(runSettingTable), threads }
  const classifier = await Classifier.open(await readModel(pretrainedPath), settings, {
    encodesTogether: true,
  })
  const texts = Array.from({ length: 800 }, (_, n) => `a wonderful film ${n} `.repeat(200))
  return {
    ...{ classifier, texts, expected: classifier.encode(texts) },
    [Symbol.asyncDispose]: () => classifier.dispose(),
  }
}

describe('Classifier.encodeTogether', () => {
  it('gives what one thread gives, to the bit, from the third megabyte on with the help of others', async () => {
    const model = await readModel(pretrainedPath)
    const words = [...model.vocabulary!.words.slice(0, 5000), 'neverseen', 'naïve', ':-)']
    const random = new Random(1)
    const text = () => Array.from({ length: 200 }, () => words[random.integer(words.length - 1)]).join(' ')
    const settings = { ...defaults(runSettingTable), threads: 3 }
    const classifier = await Classifier.open(model, settings, { encodesTogether: true })
    const alone = await Classifier.open(model, settings)
    try {
      for (let batch = 0; batch < 3; batch++) {
        const texts = Array.from({ length: 800 }, text)
        expect(await classifier.encodeTogether(texts)).toEqual(alone.encode(texts))
      }
      expect(await classifier.encodeTogether(['', 'a film'])).toEqual(alone.encode(['', 'a film']))
    } finally {
      await classifier.dispose()
      await alone.dispose()
    }
  })

  it('a thread that died is told once, and followed by another one', async () => {
    const startThread = vi.spyOn(host, 'startThread')
    await using asked = await manyAsked(2)
    const { classifier, texts, expected } = asked
    expect(await classifier.encodeTogether(texts)).toEqual(expected)
    const call = classifier.encodeTogether(texts)
    await startThread.mock.results[0]!.value.terminate()
    await expect(call).rejects.toThrow('a thread that encodes texts has ended')
    expect(await classifier.encodeTogether(texts)).toEqual(expected)
    expect(startThread).toHaveBeenCalledTimes(2)
  })

  it('does without threads where the system gives none, and asks once', async () => {
    const start = vi.spyOn(host, 'startThread').mockImplementation(() => {
      throw new LstmError('memory', 'no more threads can be started')
    })
    await using asked = await manyAsked(3)
    for (let batch = 0; batch < 2; batch++) {
      expect(await asked.classifier.encodeTogether(asked.texts)).toEqual(asked.expected)
    }
    expect(start).toHaveBeenCalledOnce()
  })
})

import { describe, expect, it } from 'vitest'
import { Random } from '../../../src/random.ts'
import { relativeError } from '../relative-error.ts'
import type { Candidate } from './candidate.ts'

const vocabulary = 9
const most = { words: 3, others: 4 }

/** All engines make word vectors in float32. */
const tolerance = 1e-5

/** Word vectors in the making. */
export function skipGram({ module, officialOnly }: Candidate): void {
  const drawn = (random: Random, embedding: number) =>
    Float32Array.from({ length: vocabulary * embedding }, () => 0.7 * random.gaussian())
  const steps = (random: Random, count: number) =>
    Array.from({ length: count }, () => ({
      // The same word may be there twice.
      words: Int32Array.from({ length: 1 + random.integer(most.words - 1) }, () =>
        random.integer(vocabulary - 1),
      ),
      others: random.permutation(vocabulary).slice(0, 1 + random.integer(most.others - 1)),
    }))

  if (officialOnly) {
    it('says that it cannot make word vectors', async () => {
      const options = { vocabulary, embedding: 2, vectors: new Float32Array(2 * vocabulary), most }
      const usage = expect.objectContaining({ name: 'LstmError', code: 'usage' })
      await expect(module.openSkipGram(options)).rejects.toEqual(usage)
    })
    return
  }

  describe.each([1, 4, 7, 24])('skip-gram, D = %d', embedding => {
    it(`500 steps go where the equations say, to ${tolerance} relative`, async () => {
      const random = new Random(61)
      const vectors = drawn(random, embedding)
      const candidate = await module.openSkipGram({ vocabulary, embedding, vectors, most })
      const v = Array.from({ length: vocabulary }, (_, id) => [
        ...vectors.subarray(id * embedding, (id + 1) * embedding),
      ])
      const c = v.map(row => row.map(() => 0))
      for (const { words, others } of steps(random, 500)) {
        candidate.learn(words, others, 0.2)
        const [vectorsBefore, contextsBefore] = [v, c].map(rows => rows.map(row => [...row]))
        for (const word of words) {
          const before = vectorsBefore![word]!
          others.forEach((other, k) => {
            const context = contextsBefore![other]!
            const dot = before.reduce((sum, value, d) => sum + value * context[d]!, 0)
            // The derivatives of log s(v . c), or of log s(-v . c), by v and by c.
            const slope = (k === 0 ? 1 : 0) - 1 / (1 + Math.exp(-dot))
            context.forEach((value, d) => {
              v[word]![d]! += 0.2 * slope * value
              c[other]![d]! += 0.2 * slope * before[d]!
            })
          })
        }
      }
      expect(relativeError(candidate.vectors(), v.flat())).toBeLessThanOrEqual(tolerance)
    })

    it('keeps nothing that it is given and gives nothing that it keeps; the same steps give the same bits', async () => {
      const vectors = drawn(new Random(62), embedding)
      const options = { vocabulary, embedding, vectors, most }
      const [one, other] = [await module.openSkipGram(options), await module.openSkipGram(options)]
      expect(one.vectors()).toEqual(vectors)
      one.vectors().fill(0)
      vectors.fill(0)
      for (const { words, others } of steps(new Random(63), 20)) {
        one.learn(words, others, 0.1)
        other.learn(words, others, 0.1)
      }
      expect(one.vectors()).toEqual(other.vectors())
      expect(one.vectors().some(value => value !== 0)).toBe(true)
    })
  })
}

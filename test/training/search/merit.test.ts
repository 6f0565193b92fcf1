import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metricNamed } from '../../../src/evaluation/metric.ts'
import { Random } from '../../../src/random.ts'
import { judged } from '../../../src/training/search/judgement.ts'
import { bestTrial, type Candidate, meritOver } from '../../../src/training/search/merit.ts'

const names = ['a', 'b']
const labels = Int32Array.from({ length: 400 }, (_, text) => (text * 7) % 2)

/** A trial by what it gives each text's own label. */
function candidate(trial: number, ofLabel: readonly number[]): Candidate {
  const probabilities = Float32Array.from({ length: 2 * ofLabel.length }, (_, at) => {
    const own = ofLabel[at >> 1]!
    return at % 2 === labels[at >> 1] ? own : 1 - own
  })
  const by = (name: string) => ({
    all: judged(metricNamed(name, names), probabilities, labels.slice(0, ofLabel.length)),
  })
  return { trial, judged: by('accuracy'), judgedByCost: by('cost') }
}

const random = new Random(8)
const first = Array.from(labels, () => 0.2 + 0.7 * random.uniform())
const firstTrial = candidate(0, first)
/** Right about so many more texts that the first is wrong about, all others as before, or nearer to their labels. */
function better(texts: number, by = 0): readonly number[] {
  let left = texts
  return first.map(own =>
    own < 0.5 && left-- > 0 ? 0.6 : Math.min(own < 0.5 ? 0.499 : 1, own + by * (1 - own)),
  )
}

describe('meritOver', () => {
  it('is a gain that is beyond chance, and a later trial has to show more', () => {
    const merit = (trial: number, texts: number) =>
      meritOver(firstTrial, { ...candidate(trial, better(texts)), judgedByCost: undefined })
    expect(merit(1, 60)).toBeCloseTo(60 / 400, 12)
    expect(merit(20, 60)).toBe(merit(1, 60))
    expect(merit(1, 4)).toBeCloseTo(4 / 400, 12)
    expect(merit(1000, 4)).toBeUndefined()
  })

  it('is no more for what is surer', () => {
    const [few, many] = [better(60).slice(0, 200), better(60)]
    const first200 = candidate(0, first.slice(0, 200))
    const error = (texts: readonly number[], of: readonly number[]) => {
      const wrong = (own: readonly number[]) => own.filter(p => p < 0.5).length / own.length
      return wrong(of) - wrong(texts)
    }
    expect(meritOver(first200, candidate(1, few))).toBeCloseTo(error(few, first.slice(0, 200)), 12)
    expect(meritOver(firstTrial, candidate(1, many))).toBeCloseTo(error(many, first), 12)
  })

  it('is there for a gain that may be chance where the cost is lower beyond chance, and not else', () => {
    const few = better(1)
    expect(meritOver(firstTrial, { ...candidate(1, few), judgedByCost: undefined })).toBeUndefined()
    const surer = meritOver(firstTrial, candidate(1, better(1, 0.2)))
    expect(surer).toBeLessThan(0.01)
    expect(surer).toBeDefined()
    // Nearer to the labels, and right about one text less.
    const at = first.findIndex(own => own > 0.55)
    const worse = better(0, 0.2).map((own, text) => (text === at ? 0.45 : own))
    expect(meritOver(firstTrial, candidate(1, worse))).toBeUndefined()
    expect(meritOver(firstTrial, candidate(1, first))).toBeUndefined()
  })

  it('is of those texts that both were judged by, where one was judged by more', () => {
    const fewer = candidate(0, first.slice(0, 200))
    const more = candidate(1, better(60))
    const both = {
      ...more,
      judged: { ...more.judged, fewer: candidate(1, better(60).slice(0, 200)).judged.all },
    }
    expect(meritOver(fewer, both)).toBeGreaterThan(meritOver(fewer, more) ?? 0)
  })
})

describe('bestTrial', () => {
  const best = (trials: readonly Candidate[], beginnings = 2) => bestTrial(trials, beginnings)?.trial

  it('is the first, where no beginning is better, and no other beyond chance', () => {
    expect(best([firstTrial, candidate(1, first), candidate(2, better(1))])).toBe(0)
    expect(best([firstTrial])).toBe(0)
    expect(best([])).toBeUndefined()
  })

  it('is a beginning that is better at all, where the cost says so too', () => {
    expect(best([firstTrial, candidate(1, better(1))])).toBe(1)
    // Right about one text more, and further from the labels of all others.
    const unsure = better(1).map(own => (own > 0.5 ? 0.51 : own))
    expect(best([firstTrial, candidate(1, unsure)])).toBe(0)
    // Nearer to the labels, and right about no text more.
    expect(best([firstTrial, candidate(1, better(0, 0.2))])).toBe(0)
  })

  it('is the beginning that gains most, and a drawn one only where it is better than that beyond chance', () => {
    const [little, much] = [candidate(1, better(40)), candidate(2, better(60))]
    expect(best([firstTrial, little, much], 3)).toBe(2)
    expect(best([firstTrial, much, little], 3)).toBe(2)
    // Beyond chance over the first, and not over the other beginning.
    const drawn = candidate(3, better(61))
    expect(meritOver(firstTrial, drawn)).toBeGreaterThan(meritOver(firstTrial, much)!)
    expect(best([firstTrial, little, much, drawn], 3)).toBe(2)
    expect(best([firstTrial, little, much, drawn, candidate(4, better(90))], 3)).toBe(4)
  })

  it('is the one that is wrong the least often, where the first is not allowed: a slower one may be better', () => {
    expect(best([candidate(1, better(0)), candidate(4, better(2)), candidate(5, better(1))])).toBe(4)
  })

  it('stays, or is the trial that came last, whatever the trials: so the model that was kept last is the winner', () => {
    const one = fc.record({
      texts: fc.integer({ min: 0, max: 90 }),
      by: fc.double({ min: -0.2, max: 0.4, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.integer({ min: 1, max: 4 }), (drawn, beginnings) => {
        const trials = [
          firstTrial,
          ...drawn.map(({ texts, by }, n) => candidate(n + 1, better(texts, Math.max(-0.1, by)))),
        ]
        for (let n = 1; n < trials.length; n++) {
          const before = best(trials.slice(0, n), beginnings)
          expect([before, n]).toContain(best(trials.slice(0, n + 1), beginnings))
        }
      }),
      { numRuns: 60 },
    )
  })
})

import { describe, expect, it } from 'vitest'
import { compareAnswers, mcNemar } from '../../src/evaluation/comparison.ts'
import { verdictOn } from '../../src/evaluation/verdict.ts'

/** Made by Python 3: McNemar with math.comb and fractions.Fraction; the rest with NumPy 2.4 (RandomState(7).randint, numpy.quantile). */
const golden = {
  labels:
    '22100000021002220010102012022010100020010100111002020202101110010110100101122120120102000012202020002201001020000002200120101111100000001200011201020211100001020101111010110212000000201000111000201000',
  first:
    '20100000000002200210101112121010100020010102110002020220101100010111100111122120120112010012002012002201001021000202200120101121101000001200011200100211100001120101111012010212220002201000111020201010',
  second:
    '22100020011002220010102012022020100020010100111002020202102110020110102102120122120102000012202020002201001020000002200022121111120000001200211201020211100101020101111010100212000000201000211001201000',
  only: [17, 35],
  disagreements: 53,
  p: 0.017533235299084904,
  accuracy: [0.025000000000000022, 0.16999999999999993],
  macroF1: [0.021548493137670988, 0.17090250649946323],
  firstMacroF1: [0.8084814570989686, 0.7504790004684302, 0.8674559019333486],
  mcNemar: [
    [0, 0, 1],
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [3, 12, 0.03515625],
    [10, 10, 1],
    [25, 40, 0.08168153394154005],
    [100, 141, 0.00983154117860871],
    [1000, 1100, 0.030720707864242296],
    [12000, 12500, 0.001432142504802657],
    [0, 40, 1.8189894035458565e-12],
  ],
} as const

const digits = (text: string) => Int32Array.from(text, Number)
const labels = digits(golden.labels)
const labelNames = ['a', 'b', 'c']
const contenders = [
  { name: 'first', predicted: digits(golden.first) },
  { name: 'second', predicted: digits(golden.second) },
]
const compared = compareAnswers(contenders, { labels, labelNames }, { seed: 7, resamples: 500 })

describe('compareAnswers', () => {
  it.each(golden.mcNemar)('McNemar of %i and %i is %d (to 1e-11 of it)', (b, c, p) => {
    expect(Math.abs(mcNemar(b, c) / p - 1)).toBeLessThan(1e-11)
    expect(mcNemar(c, b)).toBe(mcNemar(b, c))
  })

  it('has the figures of an independent implementation with the same draws (to 1e-12)', () => {
    const [pair] = compared.pairs
    expect(pair).toMatchObject({
      onlyFirstRight: golden.only[0],
      onlySecondRight: golden.only[1],
      better: 'second',
    })
    const { value, interval } = compared.models[0]!.macroF1
    const near: [number, number][] = [
      [pair!.p, golden.p],
      [pair!.disagreements, golden.disagreements],
      [pair!.accuracyDifference.interval[0], golden.accuracy[0]],
      [pair!.accuracyDifference.interval[1], golden.accuracy[1]],
      [pair!.macroF1Difference.interval[0], golden.macroF1[0]],
      [pair!.macroF1Difference.interval[1], golden.macroF1[1]],
      [value, golden.firstMacroF1[0]],
      [interval[0], golden.firstMacroF1[1]],
      [interval[1], golden.firstMacroF1[2]],
    ]
    for (const [ours, theirs] of near) expect(Math.abs(ours - theirs)).toBeLessThan(1e-12)
  })

  it('is the same for the same seed, and has other intervals for another', () => {
    const again = (seed: number) =>
      compareAnswers(contenders, { labels, labelNames }, { seed, resamples: 500 })
    expect(again(7)).toEqual(compared)
    expect(again(8).pairs[0]!.accuracyDifference.interval).not.toEqual(
      compared.pairs[0]!.accuracyDifference.interval,
    )
  })

  it('knows from which difference on it would tell two models apart', () => {
    // Of 52 decided texts, 34 to 18 have p = 0.0365 and 33 to 19 have p = 0.0703.
    expect(compared.pairs[0]!.smallestTold).toBe(16 / 200)
    expect([mcNemar(18, 34) < 0.05, mcNemar(19, 33) < 0.05]).toEqual([true, false])
    const few = compareAnswers(
      [
        { name: 'x', predicted: Int32Array.of(0, 0, 0) },
        { name: 'y', predicted: Int32Array.of(1, 0, 0) },
      ],
      { labels: Int32Array.of(0, 0, 1), labelNames },
      { seed: 1, resamples: 100 },
    )
    expect(few.pairs[0]).toMatchObject({ smallestTold: null, better: null, p: 1 })
  })

  it('corrects for several pairs (Holm)', () => {
    const three = [...contenders, { name: 'third', predicted: digits(golden.labels) }]
    const { pairs } = compareAnswers(three, { labels, labelNames }, { seed: 1, resamples: 100 })
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      ['first', 'second'],
      ['first', 'third'],
      ['second', 'third'],
    ])
    expect(pairs[0]!.adjustedP).toBeCloseTo(pairs[0]!.p, 12)
    const [smallest, middle] = pairs.slice(1).sort((a, b) => a.p - b.p)
    expect(smallest!.adjustedP).toBeCloseTo(3 * smallest!.p, 12)
    expect(middle!.adjustedP).toBeCloseTo(2 * middle!.p, 12)
  })
})

describe('verdictOn', () => {
  it('names the better one, with what speaks for it', () => {
    expect(verdictOn(compared)).toEqual([
      'second is better than first: 91.0 % against 82.0 % right on 200 texts, +9.0 points (95 % interval +2.5 to +17.0); between equally good models so large a difference has a chance of 1.8 %.',
    ])
  })

  it('says what the texts cannot tell, and what they would', () => {
    const other = { name: 'other', predicted: contenders[1]!.predicted.with(0, 0).with(1, 0).with(2, 0) }
    const [line] = verdictOn(
      compareAnswers([contenders[1]!, other], { labels, labelNames }, { seed: 1, resamples: 100 }),
    )
    expect(line).toMatch(
      /^These 200 texts cannot tell second and other apart: 91\.0 % and 89\.5 % right, a difference of -1\.5 points \(/,
    )
    expect(line).toMatch(
      /With only 3 texts that only one of them is right about, no difference could be told\.$/,
    )
    const [same] = verdictOn(
      compareAnswers(
        [contenders[1]!, { ...contenders[1]!, name: 'twin' }],
        { labels, labelNames },
        { seed: 1, resamples: 100 },
      ),
    )
    expect(same).toBe('second and twin give the same answers to all 200 texts.')
  })
})

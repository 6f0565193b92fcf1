import { describe, expect, it } from 'vitest'
import type { Answers } from '../../src/evaluation/evaluation.ts'
import { wilsonInterval } from '../../src/evaluation/metrics.ts'
import { propertiesOf, slicesByValue, slicesOf } from '../../src/evaluation/slices.ts'
import type { Model } from '../../src/model/model.ts'

/** As many texts as there are signs: '+' is answered right, '-' wrong. */
function answersOf(signs: string): Answers {
  const probabilities = Float32Array.from(
    [...signs].flatMap(sign => (sign === '+' ? [0.9, 0.1] : [0.2, 0.8])),
  )
  return { probabilities, labels: new Int32Array(signs.length), labelNames: ['a', 'b'] }
}

/** Texts of these lengths, the first `unknown` words of each unknown to the model. */
function textsOf(lengths: readonly number[], unknown: readonly number[] = []) {
  const offsets = Int32Array.from([0, ...lengths])
  for (let i = 1; i < offsets.length; i++) offsets[i]! += offsets[i - 1]!
  const tokens = Int32Array.from(
    lengths.flatMap((length, text) => Array.from({ length }, (_, i) => (i < (unknown[text] ?? 0) ? 1 : 7))),
  )
  return { tokens, offsets }
}

const network = { network: {}, vocabulary: {} } as Pick<Model, 'network' | 'vocabulary'>

describe('slicesOf', () => {
  it('counts texts and wrong answers by length, and by the share of unknown words', () => {
    const texts = textsOf([5, 9, 10, 40, 40], [0, 0, 1, 1, 20])
    const [byLength, byUnknown] = slicesOf(answersOf('+-++-'), propertiesOf(texts, network))
    expect(byLength).toEqual({
      by: 'length',
      slices: [
        { name: '0 to 9 tokens', texts: 2, wrong: 1, accuracy: 0.5, interval: wilsonInterval(1, 2) },
        { name: '10 to 19 tokens', texts: 1, wrong: 0, accuracy: 1, interval: wilsonInterval(1, 1) },
        { name: '40 to 79 tokens', texts: 2, wrong: 1, accuracy: 0.5, interval: wilsonInterval(1, 2) },
      ],
    })
    expect(byUnknown!.slices.map(({ name, texts, wrong }) => [name, texts, wrong])).toEqual([
      ['none', 2, 1],
      ['to 5 %', 1, 0],
      ['10 to 20 %', 1, 0],
      ['20 % and more', 1, 1],
    ])
  })

  it('takes a text without words for one without unknown ones', () => {
    const [, byUnknown] = slicesOf(answersOf('+'), propertiesOf(textsOf([0]), network))
    expect(byUnknown!.slices).toMatchObject([{ name: 'none', texts: 1 }])
  })

  it('knows no unknown words where n-grams answer alone', () => {
    expect(
      slicesOf(answersOf('+'), propertiesOf(textsOf([3]), { vocabulary: undefined })).map(({ by }) => by),
    ).toEqual(['length'])
  })
})

describe('slicesByValue', () => {
  it('has the values of most texts first, and names the empty one', () => {
    const { by, slices } = slicesByValue('shop', ['b', '', 'b', 'a', ''], i => i !== 2)
    expect(by).toBe('shop')
    expect(slices.map(({ name, texts, wrong }) => [name, texts, wrong])).toEqual([
      ['(empty)', 2, 0],
      ['b', 2, 1],
      ['a', 1, 0],
    ])
  })

  it('takes values beyond the twentieth together, so that no text is left out', () => {
    const values = Array.from({ length: 75 }, (_, i) => `v${String(i % 25).padStart(2, '0')}`)
    const { slices } = slicesByValue('id', values, i => i % 3 === 0)
    expect(slices).toHaveLength(21)
    expect(slices.at(-1)).toMatchObject({ name: '5 other values', texts: 15 })
    expect(slices.reduce((sum, { texts }) => sum + texts, 0)).toBe(75)
    expect(slices.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(50)
  })
})

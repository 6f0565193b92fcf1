import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { labelledMinibatch, minibatch } from '../../src/data/minibatches.ts'
import { select } from '../../src/data/split.ts'

const texts = (...indices: number[]) => select(sequences, Int32Array.from(indices))
const sequences = {
  tokens: Int32Array.of(5, 6, 7, 8, 9, 10),
  offsets: Int32Array.of(0, 3, 3, 4, 6),
  labels: Int32Array.of(1, 0, 1, 0),
}

describe('minibatch', () => {
  it('is time-major, padded with 0 on the right to its own longest text', () => {
    const { tokens, lengths } = minibatch(texts(3, 0, 1))
    expect([...lengths]).toEqual([2, 3, 0])
    expect([...tokens]).toEqual([9, 5, 0, 10, 6, 0, 0, 7, 0])
  })

  it("is what the contract's docstring shows", async () => {
    const contract = await readFile(new URL('../../src/engines/engine.ts', import.meta.url), 'utf8')
    const shown = contract.match(/\{ tokens: \[([^\]]*)\],[^[]*\[([^\]]*)\]/)!
    const [tokens, lengths] = [shown[1]!, shown[2]!].map(part =>
      part
        .replace(/t = \d|\*/g, '')
        .split(',')
        .map(Number),
    )
    const shownTexts = {
      tokens: Int32Array.of(5, 9, 7),
      offsets: Int32Array.of(0, 2, 3, 3),
      labels: Int32Array.of(0, 0, 0),
    }
    expect(minibatch(shownTexts)).toEqual({
      tokens: Int32Array.from(tokens!),
      lengths: Int32Array.from(lengths!),
    })
  })

  it('has no time step when every text is empty', () => {
    const { tokens, lengths } = minibatch(texts(1))
    expect([tokens.length, ...lengths]).toEqual([0, 0])
  })
})

describe('labelledMinibatch', () => {
  it('has the labels in the order of the texts', () => {
    expect([...labelledMinibatch(texts(3, 0)).labels]).toEqual([0, 1])
  })
})

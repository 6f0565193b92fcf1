import { describe, expect, it } from 'vitest'
import { namesHint, nearestName } from '../src/nearest-name.ts'

describe('nearestName', () => {
  it.each([
    ['topk', 'topK'],
    ['top_k', 'topK'],
    ['lable', 'label'],
    ['labell', 'label'],
    ['prob', 'probability'],
    ['thresholds', 'threshold'],
    ['explian', 'explain'],
    ['texs', 'text'],
  ])('%s is likely %s', (wrong, name) => {
    expect(
      nearestName(wrong, ['text', 'texts', 'topK', 'explain', 'threshold', 'label', 'probability']),
    ).toBe(name)
  })

  it.each(['', 'a', 'model', '__proto__', 'x'.repeat(100_000)])('none is like %.20s', wrong => {
    expect(nearestName(wrong, ['text', 'topK', 'explain'])).toBeUndefined()
  })
})

describe('namesHint', () => {
  it('names the likely one first, and all that there are', () => {
    expect(namesHint('topk', ['text', 'topK'], 'there are')).toBe('did you mean topK? There are text, topK')
    expect(namesHint('other', ['text', 'topK'], 'there are')).toBe('there are text, topK')
  })
})

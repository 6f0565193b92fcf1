import type { Sequences } from '../../src/text/sequences.ts'
import { words as tokenizer } from '../../src/text/tokenizers/words.ts'

/** Texts of one label as tokens, and the words that these number. */
export function tokenised(texts: readonly string[]): Sequences & { readonly words: readonly string[] } {
  const numbers = new Map<string, number>()
  const tokens: number[] = []
  const offsets = [0]
  for (const text of texts) {
    for (const token of tokenizer.tokenize(text)) {
      if (!numbers.has(token)) numbers.set(token, numbers.size)
      tokens.push(numbers.get(token)!)
    }
    offsets.push(tokens.length)
  }
  return {
    tokens: Int32Array.from(tokens),
    offsets: Int32Array.from(offsets),
    labels: new Int32Array(texts.length),
    words: [...numbers.keys()],
  }
}

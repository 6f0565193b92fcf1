import type { Tokenizer } from '../../src/text/tokenizers/tokenizer.ts'

/** Splits at white space and remembers how many texts it was asked for. */
export function wordTokenizer(version = 1): Tokenizer & { calls: number } {
  return {
    name: 'words',
    version,
    calls: 0,
    tokenize(text) {
      this.calls++
      return text.split(/\s+/).filter(word => word !== '')
    },
  }
}

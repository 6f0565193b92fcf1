import type { Tokenizer, TokenizerName } from './tokenizer.ts'

/** Each tokenizer is loaded when it is asked for: its patterns take time to compile. */
const tokenizers = {
  moses: async () => (await import('./moses.ts')).moses,
  'moses-2014': async () => (await import('./moses.ts')).moses2014,
  words: async () => (await import('./words.ts')).words,
  'words-2': async () => (await import('./words.ts')).words2,
} as const satisfies Record<TokenizerName, () => Promise<Tokenizer>>

export function loadTokenizer(name: TokenizerName): Promise<Tokenizer> {
  return tokenizers[name]()
}

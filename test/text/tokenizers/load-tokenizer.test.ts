import { expect, it } from 'vitest'
import { loadTokenizer } from '../../../src/text/tokenizers/load-tokenizer.ts'
import { tokenizerNames } from '../../../src/text/tokenizers/tokenizer.ts'

it.each(tokenizerNames)('loads the tokenizer that is called %s', async name => {
  const tokenizer = await loadTokenizer(name)
  expect(tokenizer.name).toBe(name)
  expect(tokenizer.tokenize('A film')).toEqual(['a', 'film'])
})

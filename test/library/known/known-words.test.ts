import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokeniseRows } from '../../../src/data/labelled-rows.ts'
import { knownWords } from '../../../src/library/known/known-words.ts'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { presets } from '../../../src/settings/presets.ts'
import { defaults } from '../../../src/settings/table.ts'
import { loadTokenizer } from '../../../src/text/tokenizers/load-tokenizer.ts'
import { prepare } from '../../../src/training/prepare.ts'

const rows = Array.from({ length: 20 }, (_, n) => ({
  text: n % 2 ? 'fine film' : 'poor film',
  label: n % 2 ? 'praise' : 'blame',
}))
let folder: string
let vectors: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lstm-known-words-'))
  vectors = join(folder, 'vectors.txt')
  const others = Array.from(
    { length: 60 },
    (_, n) => `other${String.fromCharCode(97 + (n % 26), 97 + n / 26)}`,
  )
  const words = [...others.slice(0, 30), 'fine', ...others.slice(30), 'poor']
  writeFileSync(vectors, words.map((word, n) => `${word} 1 ${n} 0.5\n`).join(''))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('knownWords', () => {
  it.each([0, 3])(
    'are those of the texts, and of the first others five times %i, of which a network has the first',
    async extraWords => {
      const corpus = await tokeniseRows(rows, await loadTokenizer('words-2'))
      const tell = () => {}
      const { vectors: found, provenance } = await knownWords(vectors, corpus, {
        ...{ tokenizer: 'words-2', extraWords, tell, signal: undefined },
      })
      expect(provenance!.wordVectors).toMatchObject({ words: 3, found: 2, extra: 5 * extraWords })
      const others = found!.words.filter(word => word.startsWith('other'))
      expect(others).toHaveLength(5 * extraWords)
      const settings = { ...defaults(hyperparameterTable), ...presets.auto, extraWords }
      const { words } = prepare(corpus, settings, { known: found }).vocabulary!
      expect(words.slice(3)).toEqual(others.slice(0, extraWords))
    },
  )
})

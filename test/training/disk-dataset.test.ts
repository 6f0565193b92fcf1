import { describe, expect, it } from 'vitest'
import type { Example, TokenisedCorpus } from '../../src/data/corpus.ts'
import { tokenise } from '../../src/data/tokenise.ts'
import { loadEngine } from '../../src/engines/load-engine.ts'
import { Random } from '../../src/random.ts'
import { type Hyperparameters, hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { runSettingTable } from '../../src/settings/run-settings.ts'
import { defaults } from '../../src/settings/table.ts'
import { inMemory, isInMemory } from '../../src/text/sequences.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import { type Opening, trainingRun } from '../../src/training/run.ts'
import { freshSession, resumedSession, type Session } from '../../src/training/session.ts'
import { MemoryStore } from '../../src/training/store.ts'
import { temporaryFolder } from '../data/temporary-folder.ts'

/** So small that the texts reach over many blocks, of which few are at hand. */
const locality = { block: 64, kept: 8 }

const hyperparameters: Hyperparameters = {
  ...defaults(hyperparameterTable),
  ...{ dimension: 8, maxlen: 0, batchSize: 16, maxEpochs: 3, validationInterval: 10, displayInterval: 1 },
  ...{ validationPortion: 0.2, testPortion: 0, ngrams: false, wordVectorEpochs: 1, optimizer: 'adam' },
}

async function* examples(): AsyncGenerator<Example> {
  const random = new Random(1)
  for (let n = 0; n < 240; n++) {
    const words = Array.from({ length: 5 + random.integer(10) }, () => `w${random.integer(40)}`)
    yield { text: [...words, n % 2 ? 'good' : 'bad'].join(' '), label: `${n % 2}`, place: '', share: 0 }
  }
}

/** The same texts on disk; and in memory, taken in the same order. */
async function corpora(): Promise<{ readonly disk: TokenisedCorpus; readonly memory: TokenisedCorpus }> {
  const options = { most: 0, folder: await temporaryFolder(), locality }
  const tokenizer = await loadTokenizer('words')
  const { corpus } = await tokenise({ train: examples(), test: undefined }, tokenizer, options)
  const disk = { ...corpus, digest: 'the same' }
  const { tokens } = inMemory(disk.train)
  const store = {
    length: tokens.length,
    subarray: (start: number, end: number) => tokens.subarray(start, end),
    locality,
  }
  return { disk, memory: { ...disk, train: { ...disk.train, tokens: store } } }
}

/** Trains to the end, or until an update. */
async function trained(session: () => Promise<Session>, store = new MemoryStore(), until = Infinity) {
  const open: Opening = async () => ({ session: await session(), store })
  const calls = {
    finishing: new AbortController().signal,
    leaving: new AbortController().signal,
    finished: () => {},
  }
  for await (const event of trainingRun(open, { settings: defaults(runSettingTable) }, calls)) {
    if (event.event === 'update' && event.update === until) break
  }
  return store
}

async function fresh(corpus: TokenisedCorpus): Promise<Session> {
  const { openSkipGram } = await loadEngine('wasm')
  return freshSession(corpus, undefined, { hyperparameters, reasons: [] }, { openSkipGram })
}

describe('a training on texts on disk', () => {
  it('gives the bits of one on texts in memory, taken in the same order, word vectors included', async () => {
    const { disk, memory } = await corpora()
    expect(isInMemory(disk.train)).toBe(false)
    const [one, other] = [await trained(() => fresh(disk)), await trained(() => fresh(memory))]
    expect(one.best).toEqual(other.best)
    expect(one.saved?.state).toEqual(other.saved?.state)
    expect(one.history.length).toBeGreaterThan(2)
  })

  it('goes on to the same bits after it was left in the middle of an epoch', async () => {
    const { disk } = await corpora()
    const whole = await trained(() => fresh(disk))
    const left = await trained(() => fresh(disk), new MemoryStore(), 17)
    const saved = left.saved!
    expect(saved.state.update).toBe(17)
    const resumed = await trained(async () => resumedSession(disk, saved, hyperparameters), left)
    expect(resumed.best).toEqual(whole.best)
    expect(resumed.saved?.state).toEqual(whole.saved?.state)
  })
})

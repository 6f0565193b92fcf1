import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Example } from '../../src/data/corpus.ts'
import { type Progress, tokenise } from '../../src/data/tokenise.ts'
import { LstmError } from '../../src/errors.ts'
import { host } from '../../src/host/index.ts'
import type { StoredSequences } from '../../src/text/sequences.ts'
import { loadTokenizer } from '../../src/text/tokenizers/load-tokenizer.ts'
import { wordTokenizer } from '../text/word-tokenizer.ts'

type Pair = readonly [text: string, label: string]

async function* stream(pairs: readonly Pair[]): AsyncGenerator<Example> {
  for (const [i, [text, label]] of pairs.entries()) {
    yield { text, label, place: `x:${i + 1}`, share: (i + 1) / pairs.length }
  }
}

const tokens = ({ tokens, offsets }: StoredSequences) =>
  Array.from(offsets.subarray(1), (end, i) => Array.from(tokens.subarray(offsets[i]!, end)))

describe('tokenise', () => {
  it('numbers words by first appearance, training texts first, and labels by their sorted names', async () => {
    const { corpus } = await tokenise(
      {
        train: stream([
          ['b a b', 'pos'],
          ['', 'neg'],
        ]),
        test: stream([['c a', 'pos']]),
      },
      wordTokenizer(),
    )
    expect(corpus.words).toEqual(['b', 'a', 'c'])
    expect(corpus.labelNames).toEqual(['neg', 'pos'])
    expect(tokens(corpus.train)).toEqual([[0, 1, 0], []])
    expect([...corpus.train.labels]).toEqual([1, 0])
    expect(tokens(corpus.test!)).toEqual([[2, 1]])
    expect([...corpus.test!.labels]).toEqual([1])
  })

  it('sorts label names by code point, also beyond 16 bits', async () => {
    const names = ['\u{1f600}', '\uffee', 'b', 'B', '10', '9']
    const {
      corpus: { labelNames },
    } = await tokenise({ train: stream(names.map(name => ['a', name])), test: undefined }, wordTokenizer())
    expect(labelNames).toEqual(['10', '9', 'B', 'b', '\uffee', '\u{1f600}'])
  })

  it('gives back the tokens and labels of any texts', async () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()))
    await fc.assert(
      fc.asyncProperty(pairs, async examples => {
        const tokenizer = wordTokenizer()
        const { corpus } = await tokenise({ train: stream(examples), test: undefined }, tokenizer)
        expect(tokens(corpus.train).map(ids => ids.map(id => corpus.words[id]))).toEqual(
          examples.map(([text]) => tokenizer.tokenize(text)),
        )
        expect(Array.from(corpus.train.labels, label => corpus.labelNames[label])).toEqual(
          examples.map(([, label]) => label),
        )
        expect(new Set(corpus.words).size).toBe(corpus.words.length)
      }),
    )
  })

  it('names the place of a test label that training does not know', async () => {
    const corpus = {
      train: stream([
        ['a', 'pos'],
        ['b', 'neg'],
      ]),
      test: stream([
        ['a', 'pos'],
        ['b', 'negative'],
      ]),
    }
    await expect(tokenise(corpus, wordTokenizer())).rejects.toMatchObject({
      code: 'data',
      message: "x:2: the label 'negative' does not occur in the training data",
      hint: 'the labels there are pos, neg',
    })
  })

  it('lets timers run while it works, and reports progress that only grows, to 1', async () => {
    const tokenizer = wordTokenizer()
    const slow = {
      ...tokenizer,
      tokenize: (text: string) => {
        const end = performance.now() + 2
        while (performance.now() < end);
        return [text]
      },
    }
    const examples: Pair[] = Array.from({ length: 100 }, () => ['a', 'b'])
    const seen: Progress[] = []
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    await tokenise({ train: stream(examples), test: stream(examples) }, slow, {
      onProgress: progress => seen.push(progress),
    })
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(1)
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.at(-1)).toEqual({ texts: 200, share: 1 })
    expect(seen.map(({ share }) => share)).toEqual(seen.map(({ share }) => share).toSorted((a, b) => a - b))
  })

  it('holds no text in memory for the sake of a long word in it', async () => {
    const [count, length] = [3500, 60_000]
    async function* texts(): AsyncGenerator<Example> {
      for (let i = 0; i < count; i++) {
        const text = `${'x'.repeat(length)} a-rather-long-word-${i}`
        yield { text, label: 'a', place: 'x', share: 0 }
      }
    }
    const tokenizer = { ...wordTokenizer(), tokenize: (text: string) => [text.slice(length + 1)] }
    const before = process.memoryUsage().heapUsed
    const { corpus } = await tokenise({ train: texts(), test: undefined }, tokenizer)
    expect(corpus.words).toHaveLength(count)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan((count * length) / 2)
  })
})

describe('tokenise in threads', () => {
  /** Two million characters and more, in words that come up again or for the first time all along. */
  const examples = Array.from({ length: 500 }, (_, i): Pair => {
    const words = Array.from({ length: 50 }, (_, w) => `${'é'.repeat(98)}${(i * i + w) % (5 + i)}`)
    return [`${words.join(' ')} ไทย`, i % 3 === 0 ? 'a' : 'b']
  })
  const both = () => ({ train: stream(examples), test: stream(examples.slice(0, 50)) })

  it('comes to the same as on this thread alone: numbers, hashes, order, of both splits', async () => {
    const tokenizer = await loadTokenizer('words-2')
    const { corpus, unspaced } = await tokenise(both(), tokenizer, { threads: 3 })
    const alone = await tokenise(both(), tokenizer)
    expect(corpus).toEqual(alone.corpus)
    expect(unspaced).toBe(550)
    expect(corpus.train.tokens.length).toBeGreaterThan(25_000)
  })

  it.each([0, 1])(
    'comes to the same where the system gives %i of three threads, which are asked for once',
    async there => {
      const real = host.startThread
      const start = vi.spyOn(host, 'startThread').mockImplementation((...given) => {
        if (start.mock.calls.length > there) throw new LstmError('memory', 'no more threads can be started')
        return real(...given)
      })
      try {
        const tokenizer = await loadTokenizer('words-2')
        const { corpus } = await tokenise(both(), tokenizer, { threads: 3 })
        expect(corpus).toEqual((await tokenise(both(), tokenizer)).corpus)
        expect(start).toHaveBeenCalledTimes(there + 1)
      } finally {
        start.mockRestore()
      }
    },
  )

  it('throws what the source throws, and leaves no thread behind that keeps the process alive', async () => {
    const broken = async function* () {
      yield* stream(examples)
      throw new Error('the disk is gone')
    }
    const tokenizer = await loadTokenizer('words-2')
    const reading = tokenise({ train: broken(), test: undefined }, tokenizer, { threads: 2 })
    await expect(reading).rejects.toThrow('the disk is gone')
  })
})

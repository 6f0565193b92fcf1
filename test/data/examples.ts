import type { Corpus } from '../../src/data/corpus.ts'
import { NoticeLog, type Reading } from '../../src/data/reading.ts'
import { type DataFormat, findSource, requireAllUsed } from '../../src/data/sources.ts'
import { collect } from '../collect.ts'

/** What the reader of a path gives, as `[text, label]`, and what it says. */
export async function read(
  path: string,
  reading: Reading = {},
  format?: DataFormat,
): Promise<ReadCorpus & { readonly remarks: readonly string[] }> {
  const source = await findSource(path, format, reading)
  if ('readIds' in source) throw new Error(`${path} holds no texts`)
  requireAllUsed(reading, [source])
  const log = new NoticeLog()
  const corpus = await source.read(log)
  const read = { train: await pairs(corpus.train), test: corpus.test && (await pairs(corpus.test)) }
  return { ...read, remarks: log.finish().map(line => line.replaceAll(path, source.format)) }
}

interface ReadCorpus {
  readonly train: readonly (readonly [string, string])[]
  readonly test: readonly (readonly [string, string])[] | undefined
}

async function pairs(examples: Corpus['train']): Promise<[string, string][]> {
  return (await collect(examples)).map(({ text, label }) => [text, label])
}

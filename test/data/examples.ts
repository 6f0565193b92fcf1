import type { Corpus } from '../../src/data/corpus.ts'
import type { ColumnChoice, IdReader, Reader } from '../../src/data/readers/reader.ts'
import { type DataFormat, findSource, readers } from '../../src/data/sources.ts'
import { collect } from '../collect.ts'

/** What the reader of a path gives, as `[text, label]`. */
export async function read(
  path: string,
  columns: ColumnChoice = {},
  format?: DataFormat,
): Promise<ReadCorpus> {
  const source = await findSource(path, format)
  const reader: Reader | IdReader = readers[source.format]
  if ('readIds' in reader) throw new Error(`${path} holds no texts`)
  const corpus = await reader.read(source.path, columns)
  return { train: await pairs(corpus.train), test: corpus.test && (await pairs(corpus.test)) }
}

interface ReadCorpus {
  readonly train: readonly (readonly [string, string])[]
  readonly test: readonly (readonly [string, string])[] | undefined
}

async function pairs(examples: Corpus['train']): Promise<[string, string][]> {
  return (await collect(examples)).map(({ text, label }) => [text, label])
}

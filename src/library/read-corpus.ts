import type { LabelledRow } from '../data/labelled-rows.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import { NoticeLog } from '../data/reading.ts'
import type { Stdin } from '../data/sources.ts'
import { LstmError } from '../errors.ts'
import { kindOf } from '../wording.ts'
import { refuseUnknown } from './check-options.ts'
import { disk } from './disk-node.ts'

/** How labelled texts are read; what is left out is found from the path and the contents. */
export interface ReadCorpusOptions extends Omit<DataRequest, 'data' | 'known'> {
  /** A folder where the tokenised texts are kept for the next time; without it they are read anew each time. */
  readonly cache?: string | undefined
  /** Told, when the rows are iterated over, what was found out about them and what is left out; a training tells it as events. */
  readonly onNotice?: ((message: string) => void) | undefined
}

const kinds = {
  format: 'string',
  test: 'string',
  dictionary: 'string',
  textColumn: 'string',
  labelColumn: 'string',
  mergeLabels: 'string',
  weightColumn: 'string',
  encoding: 'string',
  delimiter: 'string',
  header: 'boolean',
  quotes: 'boolean',
  escape: 'string',
  glob: 'string',
  skipBad: 'boolean',
  cache: 'string',
  onNotice: 'function',
} as const satisfies Record<keyof ReadCorpusOptions, string>

/** @throws LstmError 'usage' for a value of another kind, which would be passed over or fail somewhere within */
function requireKinds(options: ReadCorpusOptions): void {
  for (const [name, kind] of Object.entries(kinds) as [keyof ReadCorpusOptions, string][]) {
    const value: unknown = options[name]
    if (value === undefined || typeof value === kind) continue
    throw new LstmError('usage', `${name} wants a ${kind}, not ${kindOf(value)}`)
  }
}

/**
 * Labelled texts on the disk, to train on or to measure on: a CSV, TSV, JSON Lines or fastText file, a folder in the layout of
 * aclImdb, or what else `lstm train --data` takes. Nothing is read before it is wanted. It can be iterated over as well, row by
 * row.
 *
 * @param path a file, a folder, or 'imdb', the official data set
 * @throws LstmError 'usage' for an option that there is not; 'data', when it is read, for what is not as its format wants
 * @example
 * ```ts
 * import { readCorpus } from 'lstm'
 * import { writeFile } from 'node:fs/promises'
 *
 * await writeFile('reviews.csv', 'text,label\nA wonderful film.,positive\nBoring.,negative\n')
 * for await (const { text, label } of readCorpus('reviews.csv')) console.log(label, text)
 * ```
 */
export function readCorpus<Label extends string = string>(
  path: string | URL,
  options: ReadCorpusOptions = {},
): CorpusFiles<Label> {
  refuseUnknown(options, Object.keys(kinds))
  requireKinds(options)
  const { cache, onNotice, ...reading } = options
  const given = Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined))
  return new CorpusFiles<Label>({ data: disk.pathOf(path), ...given }, { cache, onNotice })
}

interface CorpusPlace {
  readonly cache?: string | undefined
  readonly stdin?: Stdin | undefined
  readonly onNotice?: ((message: string) => void) | undefined
}

/** What `readCorpus` gives: labelled texts on the disk. */
export class CorpusFiles<Label extends string = string> implements AsyncIterable<LabelledRow<Label>> {
  /** What is read, and how. */
  readonly request: DataRequest
  /** Where the tokenised texts are kept for the next time; what `-` reads; who is told. */
  readonly place: CorpusPlace

  constructor(request: DataRequest, place: CorpusPlace) {
    this.request = request
    this.place = place
  }

  /** The texts to train on, as they stand there. */
  async *[Symbol.asyncIterator](): AsyncGenerator<LabelledRow<Label>, void> {
    const log = new NoticeLog(this.place.onNotice)
    for await (const { text, label, weight } of disk.readExamples(this.request, 'train', undefined, log)) {
      const row = { text, label: label as Label }
      yield weight === undefined ? row : { ...row, weight }
    }
    log.finish()
  }
}

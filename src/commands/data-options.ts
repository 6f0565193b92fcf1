/** Flags that say which labelled texts to read, and the progress of reading them on stderr. */
import type { Command } from 'commander'
import { defaultCacheFolder } from '../data/cache.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import { labelMerges } from '../data/merged-labels.ts'
import { dataFormats, type Stdin } from '../data/sources.ts'
import { LstmError } from '../errors.ts'
import type { CorpusOptions } from '../library/corpus-of.ts'
import { CorpusFiles } from '../library/read-corpus.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { flag, given } from '../settings/table.ts'
import { addFlags } from './flags.ts'
import { programName, say } from './output.ts'
import { progressBar, readingBar } from './progress-bar.ts'
import { readingFlags, readingOf } from './reading-options.ts'
import { stdin } from './stdin.ts'

const sourceFlags = {
  '--data <name|path>':
    "labelled texts: 'imdb', a csv, tsv, json, jsonl, parquet or fastText file, trees as of the Stanford Sentiment Treebank, also compressed, a folder with a subfolder for each class, its archive, the official imdb.pkl, - for stdin",
  '--test <path>': 'test texts, where they are not in --data',
} as const satisfies Flags

const readFlags = {
  '--data-format <name>': {
    help: 'kind of data, where neither the path nor the contents tell it',
    choices: dataFormats,
  },
  '--label-column <name>': 'column of the label, or its number from 1 (default: found by its usual names)',
  '--merge-labels <a=b,...>': {
    help: 'labels that are read as other ones, such as Positive=positive,pos=positive; may be given again; a model reads further texts so, too; where a label has them, write \\, and \\=',
    parse: mergedLabels,
  },
  ...readingFlags,
  '--glob <pattern>': "which files of a folder or an archive, such as '**/*.txt' (default: all)",
  '--dictionary <path>':
    'imdb.dict.pkl, the words of an imdb.pkl: without it the model can read word ids, but no text',
} as const satisfies Flags

/** Of what is trained on: texts that are measured count 1 each. */
export const weightFlag = {
  '--weight-column <name>':
    'column that says how much a text counts, above 0, or its number from 1 (default: each counts 1)',
} as const satisfies Flags

export type DataOptions = Given<typeof sourceFlags & typeof readFlags> & { readonly weightColumn?: string }

export function addDataOptions(command: Command): Command {
  return addFlags(addFlags(command, sourceFlags), readFlags, 'data')
}

/** What the flags ask for; undefined when no data is named. @throws LstmError 'usage' for flags about data that is not named */
export function dataRequest(options: DataOptions): DataRequest | undefined {
  const { data, dataFormat: format } = options
  const columns = given(options, ['test', 'labelColumn', 'mergeLabels', 'weightColumn'])
  const about = { ...columns, ...readingOf(options), ...given(options, ['glob', 'dictionary']) }
  if (data !== undefined) return { data, ...(format !== undefined && { format }), ...about }
  const [idle] = Object.keys({ ...given(options, ['dataFormat']), ...about })
  if (idle === undefined) return undefined
  throw new LstmError('usage', `${flag(idle)} says how data is read, and no --data is named`, {
    hint: 'name it with --data',
  })
}

/** All that was given, checked: a flag that is given again adds to what it said before. @throws LstmError 'usage' */
function mergedLabels(text: string, before?: string): string {
  const all = before === undefined ? text : `${before},${text}`
  labelMerges(all)
  return all
}

/**
 * What a command is to read that takes its data as an argument as well.
 *
 * @throws LstmError 'usage' where it is named twice, or not at all
 */
export function requestedData(command: string, data: string | undefined, options: DataOptions): DataRequest {
  if (data !== undefined && options.data !== undefined) {
    throw new LstmError('usage', `the data is named twice: ${data} and --data ${options.data}`)
  }
  const request = dataRequest({ ...options, ...(data !== undefined && { data }) })
  if (request) return request
  throw new LstmError('usage', 'which data?', { hint: `name it: ${programName} ${command} reviews.csv` })
}

/** The files that are asked for. @param input what `-` reads @throws LstmError 'usage' where that is a terminal */
export function filesOf(request: DataRequest, input: Stdin = () => stdin()): CorpusFiles {
  if ([request.data, request.test].includes('-') && process.stdin.isTTY) {
    throw new LstmError('usage', '- reads the data from stdin, and nothing is piped to it', {
      hint: `as in: ${programName} train --data - < reviews.csv`,
    })
  }
  return new CorpusFiles(request, { cache: defaultCacheFolder(), stdin: input })
}

/** Has texts read, and tells people of it; a progress bar on a terminal shows the first time. */
export async function readWithProgress<T>(
  read: (tell: Required<Pick<CorpusOptions, 'onProgress' | 'onNotice'>>) => Promise<T>,
): Promise<T> {
  using bar = progressBar()
  const show = readingBar(bar)
  return await read({
    onNotice: line => say(`lstm: ${line}`),
    onProgress: ({ texts, share }) => show('', share, texts),
  })
}

/** Flags that say which labelled texts to read, and the reading itself with its progress on stderr. */
import { type Command, Option } from 'commander'
import { defaultCacheFolder } from '../data/cache.ts'
import type { TokenisedCorpus } from '../data/corpus.ts'
import { type DataRequest, loadTokenisedCorpus } from '../data/load-corpus.ts'
import { type DataFormat, dataFormats } from '../data/sources.ts'
import { loadTokenizer } from '../text/tokenizers/load.ts'
import type { TokenizerName } from '../text/tokenizers/tokenizer.ts'
import { say } from './output.ts'
import { progressBar } from './progress-bar.ts'
import { helpGroups } from './settings.ts'

export interface DataOptions {
  readonly data?: string
  readonly dataFormat?: DataFormat
  readonly test?: string
  readonly textColumn?: string
  readonly labelColumn?: string
  readonly dictionary?: string
}

export function addDataOptions(command: Command): Command {
  return command
    .optionsGroup(helpGroups.data)
    .option(
      '--data <name|path>',
      "labelled texts: 'imdb', a csv, tsv, jsonl or fastText file, a folder like aclImdb's or its .tar.gz, or the official imdb.pkl",
    )
    .addOption(
      new Option('--data-format <name>', 'kind of data, where the path does not tell it').choices(
        dataFormats,
      ),
    )
    .option('--test <path>', 'test texts, where they are not in --data')
    .option('--text-column <name>', 'column of the text (default: found by its usual names)')
    .option('--label-column <name>', 'column of the label (default: found by its usual names)')
    .option(
      '--dictionary <path>',
      'imdb.dict.pkl, the words of an imdb.pkl: without it the model can read word ids, but no text',
    )
    .optionsGroup('Options:')
}

/** What the flags ask for; undefined when no data is named. */
export function dataRequest(options: DataOptions): DataRequest | undefined {
  const { data, dataFormat: format, test, textColumn, labelColumn, dictionary } = options
  if (data === undefined) return undefined
  return {
    data,
    ...(format !== undefined && { format }),
    ...(test !== undefined && { test }),
    ...(textColumn !== undefined && { textColumn }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(dictionary !== undefined && { dictionary }),
  }
}

/** Reads, tokenises and caches; a progress bar on a terminal shows the first time. */
export async function readCorpus(
  request: DataRequest,
  tokenizerName: TokenizerName,
  purpose: 'training' | 'evaluation',
): Promise<TokenisedCorpus> {
  const tokenizer = await loadTokenizer(tokenizerName)
  const bar = progressBar('[{bar}] {percentage} % | {texts} texts')
  let started = false
  try {
    return await loadTokenisedCorpus(request, tokenizer, {
      purpose,
      cacheFolder: defaultCacheFolder(),
      onProgress({ texts, share }) {
        if (!started) say('reading and tokenising the texts (kept for the next time)')
        started = true
        bar.update(Math.floor(100 * share), 100, { texts })
      },
      onCacheFailure: reason => say(`lstm: the tokenised texts cannot be kept for the next time: ${reason}`),
    })
  } finally {
    bar.stop()
  }
}

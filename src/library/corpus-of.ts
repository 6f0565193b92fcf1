import type { TokenisedCorpus } from '../data/corpus.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { Progress } from '../data/tokenise.ts'
import { LstmError } from '../errors.ts'
import { threadCount } from '../model/thread-count.ts'
import { loadTokenizer } from '../text/tokenizers/load-tokenizer.ts'
import type { TokenizerName } from '../text/tokenizers/tokenizer.ts'
import type { NoticeEvent, ProgressEvent } from '../training/events.ts'
import { disk } from './disk-node.ts'
import { CorpusFiles } from './read-corpus.ts'

export interface CorpusOptions {
  readonly purpose: 'training' | 'evaluation'
  readonly tokenizer: TokenizerName
  /** Texts that give the test split of rows. */
  readonly test?: LabelledRows | undefined
  /** Called about 20 times a second. */
  readonly onProgress?: (progress: Progress) => void
  /** Told what was found out about the data, or left out of it. */
  readonly onNotice?: (message: string) => void
  readonly signal?: AbortSignal | undefined
  /** As `threads` of the run settings: so many cut the texts of files; 0 or undefined: one a core. */
  readonly threads?: number | undefined
}

/** Labelled texts as word ids, from wherever they come. @throws LstmError 'data' when they are not as they should be */
export async function corpusOf(
  data: LabelledRows | CorpusFiles,
  options: CorpusOptions,
): Promise<TokenisedCorpus> {
  const { purpose, test, signal, onProgress, onNotice, threads = 0 } = options
  const tokenizer = await loadTokenizer(options.tokenizer)
  const progress = onProgress && { onProgress }
  if (data instanceof CorpusFiles) {
    if (test) throw testWithFiles()
    return disk.loadCorpus(data.request, tokenizer, {
      ...{ purpose, cacheFolder: data.place.cache, stdin: data.place.stdin },
      ...{ threads: threadCount({ threads }), signal },
      ...progress,
      ...(onNotice && {
        onNotice,
        onCacheFailure: (why: string) =>
          onNotice(`the tokenised texts cannot be kept for the next time: ${why}`),
      }),
    })
  }
  const { tokeniseRows } = await import('../data/labelled-rows.ts')
  const corpus = await tokeniseRows(data, tokenizer, { test, signal, ...progress })
  if (purpose === 'training' && corpus.labelNames.length < 2) {
    throw new LstmError('data', `the rows have only one label, '${corpus.labelNames[0]}'`, {
      hint: 'a classifier needs texts of at least two classes',
    })
  }
  return corpus
}

/** What reading tells, as the events of a training. */
export function toldAsEvents(
  tell: (event: ProgressEvent | NoticeEvent) => void,
): Pick<CorpusOptions, 'onProgress' | 'onNotice'> {
  return {
    onProgress: progress => tell({ event: 'progress', phase: 'reading', ...progress }),
    onNotice: message => tell({ event: 'notice', message }),
  }
}

/** Test texts stand with the texts that they belong to. */
export function testWithFiles(): LstmError {
  return new LstmError('usage', 'test goes with rows', {
    hint: 'name the test texts of files in readCorpus',
  })
}

/** From files to a corpus: labelled texts as numbers, from the cache where their contents are known. */
import { createHash } from 'node:crypto'
import { LstmError, reason } from '../errors.ts'
import { readNamedFile } from '../files/read-file.ts'
import { host } from '../host/index.ts'
import { isInMemory } from '../text/sequences.ts'
import type { Tokenizer } from '../text/tokenizers/tokenizer.ts'
import { counted, dataName } from '../wording.ts'
import { readCached, writeCached } from './cache.ts'
import type { Corpus, Example, TokenisedCorpus } from './corpus.ts'
import { withMeantLabels } from './merged-labels.ts'
import { isOfficial } from './official-reviews.ts'
import { readError, withReadErrors } from './read-errors.ts'
import { NoticeLog, type Reading, silent, type Talk } from './reading.ts'
import { segmenterName } from './segmenter.ts'
import {
  type DataFormat,
  findSource,
  requireAllUsed,
  type Source,
  type Stdin,
  type TextSource,
} from './sources.ts'
import { classSizes } from './split.ts'
import { tokensInMemory } from './token-file.ts'
import { type Progress, type TokeniseOptions, tokenise } from './tokenise.ts'

/** Which labelled texts to read, and how. */
export interface DataRequest extends Reading {
  /** `imdb`, `-` for stdin, or the path of a file or folder. */
  readonly data: string
  /** Undefined: found from each path. */
  readonly format?: DataFormat | undefined
  /** A second source that gives the test split: its own test split, or all of it where it has none. */
  readonly test?: string | undefined
  /** The words of a source of word ids. */
  readonly dictionary?: string | undefined
  /** Labels that are read as other ones: 'Positive=positive,pos=positive'. */
  readonly mergeLabels?: string | undefined
}

interface LoadOptions {
  /** Training (the default) wants texts of two classes or more. */
  readonly purpose?: 'training' | 'evaluation'
  /** Undefined: nothing is kept between runs. */
  readonly cacheFolder?: string | undefined
  /** Called about 20 times a second while texts are cut into tokens, and not at all when the cache has them. */
  readonly onProgress?: (progress: Progress) => void
  /** Tokens that are kept in memory; those of a larger corpus lie on disk. For evaluation all of them are kept. */
  readonly tokensInMemory?: number
  /** Threads that cut texts where they are many; undefined: one a core. */
  readonly threads?: number | undefined
  /** Told why the tokenised texts could not be kept; loading goes on without. */
  readonly onCacheFailure?: (reason: string) => void
  /** Told each of the corpus's `remarks`, as soon as it is known; in training also of a label that appears once. */
  readonly onNotice?: (line: string) => void
  /** What `-` reads; without it `-` is a path like others. */
  readonly stdin?: Stdin | undefined
  /** When aborted, no more is read, and LstmError 'interrupted' is thrown. */
  readonly signal?: AbortSignal | undefined
}

/** Raised when a reader gives other texts than before for the same contents; part of what is kept in the cache. */
const readersVersion = 3

/**
 * The labelled texts as word ids, from the cache when it has the same contents read in the same way.
 *
 * @throws LstmError 'data' when there is nothing to read or it is not as its format wants; 'usage' when the format is unclear;
 *   'interrupted' when the signal is aborted
 */
export async function loadTokenisedCorpus(
  request: DataRequest,
  tokenizer: Tokenizer,
  {
    purpose = 'training',
    cacheFolder,
    onProgress,
    onCacheFailure,
    onNotice,
    stdin,
    threads = host.cores(),
    signal,
    ...spill
  }: LoadOptions = {},
): Promise<TokenisedCorpus> {
  const heed = () => {
    if (signal?.aborted)
      throw new LstmError('interrupted', `interrupted while ${dataName(request.data)} was read`)
  }
  return withReadErrors(async () => {
    const sources = await findSources(request, stdin).catch((error: unknown) => {
      heed()
      throw error
    })
    const digest = await digestOf(sources, request, heed)
    const key = keyOf(digest, sources, request, tokenizer)
    const cached = cacheFolder === undefined ? undefined : await readCached(cacheFolder, key)
    for (const line of cached?.remarks ?? []) onNotice?.(line)
    // What evaluation measures it takes into memory, and most often that is all.
    const most =
      purpose === 'evaluation' ? Number.POSITIVE_INFINITY : (spill.tokensInMemory ?? tokensInMemory)
    const tell = (progress: Progress) => {
      heed()
      onProgress?.(progress)
    }
    const options = { onProgress: tell, threads, most, folder: cacheFolder }
    const texts = cached ?? { digest, ...(await read(sources, request, tokenizer, options, onNotice)) }
    if (!cached && (await digestOf(sources, request, heed)) !== digest) throw changedMeanwhile(sources)
    const corpus = isOfficial(sources.data.format, texts) ? { ...texts, official: true as const } : texts
    requireTexts(corpus, sources)
    if (purpose === 'training') {
      requireClasses(corpus, sources)
      await tellSingleTexts(corpus, sources, request, onNotice)
      tellOnDisk(corpus, onNotice)
    }
    if (!cached && cacheFolder !== undefined) {
      await writeCached(cacheFolder, key, corpus).catch(error => onCacheFailure?.(reason(error)))
    }
    return corpus
  })
}

interface Sources {
  readonly data: Source
  readonly test: Source | undefined
}

/** @param reading how the sources are read, where it is otherwise than was asked for */
async function findSources(
  request: DataRequest,
  stdin: Stdin | undefined,
  reading: Reading = request,
): Promise<Sources> {
  const { data, format, test } = request
  if (data === '-' && test === '-')
    throw new LstmError('usage', 'stdin is read once: --data or --test may be -', {
      hint: 'write one of them to a file, and name that',
    })
  const sources = {
    data: await findSource(data, format, reading, stdin),
    test: test === undefined ? undefined : await findSource(test, format, reading, stdin),
  }
  requireAllUsed(request, [sources.data, ...(sources.test ? [sources.test] : [])])
  return sources
}

/** @throws LstmError 'usage' when word ids are asked to go with what they cannot go with */
async function read(
  { data, test }: Sources,
  request: DataRequest,
  tokenizer: Tokenizer,
  options: TokeniseOptions,
  onNotice: LoadOptions['onNotice'],
): Promise<Omit<TokenisedCorpus, 'digest'>> {
  const { dictionary, mergeLabels } = request
  if ('readIds' in data) {
    if (mergeLabels !== undefined) {
      throw new LstmError('usage', `${data.path} holds word ids: its labels are read as they are`, {
        hint: 'leave --merge-labels out',
      })
    }
    if (!test) return data.readIds(dictionary)
    throw new LstmError('usage', `${data.path} holds word ids: it cannot be measured on ${test.path}`, {
      hint: 'leave --test out: imdb.pkl has test texts of its own',
    })
  }
  if (dictionary !== undefined) {
    throw new LstmError('usage', `${data.path} holds texts: they need no --dictionary`, {
      hint: 'a dictionary gives the word ids of an imdb.pkl their words',
    })
  }
  const log = new NoticeLog(onNotice)
  const corpus = await open(data, test, log, request)
  const { corpus: texts, unspaced } = await tokenise(corpus, tokenizer, options)
  if (unspaced > 0) {
    log.notice(
      texts.segmenter
        ? `texts in scripts without blanks, divided into words by the dictionaries of ${texts.segmenter}: ${unspaced}`
        : `texts in scripts without blanks (Thai, Lao, Khmer, Burmese), of which a whole phrase is one token: ${unspaced}; --tokenizer words-2 divides them`,
    )
  }
  return { ...texts, ...(corpus.columns && { columns: corpus.columns }), remarks: log.finish() }
}

/**
 * The texts of a split as they stand in the source: those of `loadTokenisedCorpus`, in the same order.
 *
 * @param talk is told what is left out; whoever has read these texts before need not be told again
 * @throws LstmError as `loadTokenisedCorpus`; 'usage' for a source of word ids, which holds no texts
 */
export async function* readExamples(
  request: DataRequest,
  split: 'train' | 'test' = 'train',
  stdin?: Stdin,
  talk: Talk = silent,
): AsyncGenerator<Example> {
  try {
    const { data, test } = await findSources(request, stdin)
    if ('readIds' in data) throw idsOnly(data.path)
    yield* (await open(data, test, talk, request))[split] ?? []
  } catch (error) {
    throw readError(error)
  }
}

/**
 * The texts of both splits, to be read from the start as often as they are opened. Rows that cannot be used are left out and told.
 *
 * @param encoding of bytes that are not in the one that the request says
 * @throws LstmError as `loadTokenisedCorpus`; 'usage' for a source of word ids, which holds no texts
 */
export async function openCorpus(
  request: DataRequest,
  talk: Talk,
  {
    encoding = request.encoding,
    stdin,
  }: { readonly encoding?: string | undefined; readonly stdin?: Stdin | undefined },
): Promise<Corpus> {
  return withReadErrors(async () => {
    const { data, test } = await findSources(request, stdin, { ...request, skipBad: true, encoding })
    if ('readIds' in data) throw idsOnly(data.path)
    return open(data, test, talk, request)
  })
}

/** The texts of the sources, with the labels that are meant. */
async function open(
  data: TextSource,
  test: Source | undefined,
  talk: Talk,
  request: Pick<DataRequest, 'mergeLabels' | 'known'>,
): Promise<Corpus> {
  const corpus = await opened(data, test, talk)
  return {
    ...corpus,
    train: withMeantLabels(corpus.train, request, talk, { texts: 'text', told: true }),
    test: corpus.test && withMeantLabels(corpus.test, request, talk, { texts: 'test text', told: false }),
  }
}

async function opened(data: TextSource, test: Source | undefined, talk: Talk): Promise<Corpus> {
  const corpus = await data.read(talk)
  if (!test) return corpus
  if ('readIds' in test) {
    throw new LstmError('usage', `${test.path} holds word ids, and ${data.path} texts`, {
      hint: 'give the texts that the ids were made from',
    })
  }
  const second = await test.read(talk)
  return { ...corpus, test: second.test ?? second.train }
}

/**
 * SHA-256 over all bytes of the sources: it says what was read, however it was read, and wherever it lay.
 *
 * @param heed called now and then; may throw to end it
 */
async function digestOf(
  { data, test }: Sources,
  { dictionary }: DataRequest,
  heed: () => void,
): Promise<string> {
  const hash = createHash('sha256')
  const add = async (source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) => {
    const contents = createHash('sha256')
    for await (const chunk of source) {
      heed()
      contents.update(chunk)
    }
    hash.update(contents.digest())
  }
  // One after the other: a stream that is opened before anybody listens fails unheard.
  for (const source of test ? [data, test] : [data]) await add(source.contents())
  if (dictionary !== undefined) await add([await readNamedFile(dictionary, 'data')])
  return hash.digest('hex')
}

/** SHA-256 over the contents and all that decides what becomes of them. */
function keyOf(
  digest: string,
  { data, test }: Sources,
  { data: _, format: __, test: ___, dictionary, ...reading }: DataRequest,
  { name, version, needsDictionary }: Tokenizer,
): string {
  const formats = [data.format, test?.format]
  const divider = needsDictionary && segmenterName()
  const how = [readersVersion, formats, reading, dictionary !== undefined, name, version, divider]
  return createHash('sha256')
    .update(`${digest}\n${JSON.stringify(how)}`)
    .digest('hex')
}

function changedMeanwhile({ data, test }: Sources): LstmError {
  const paths = test ? `${data.path} or ${test.path}` : data.path
  return new LstmError('data', `${paths} was changed while it was read`, {
    hint: 'start again when nothing writes to it',
  })
}

function requireTexts({ train, test }: TokenisedCorpus, sources: Sources): void {
  const holdsNone = (path: string) =>
    new LstmError('data', `${path} holds no texts`, {
      hint: 'give one that has a text and a label in each row, or a file a text in a folder for each label',
    })
  if (train.labels.length === 0) throw holdsNone(sources.data.path)
  if (test?.labels.length === 0) throw holdsNone((sources.test ?? sources.data).path)
}

function requireClasses({ labelNames }: TokenisedCorpus, sources: Sources): void {
  if (labelNames.length > 1) return
  throw new LstmError('data', `${sources.data.path} has only one label, '${labelNames[0]}'`, {
    hint: 'a classifier needs texts of at least two classes',
  })
}

function tellOnDisk({ train, test }: TokenisedCorpus, onNotice: LoadOptions['onNotice']): void {
  if (isInMemory(train)) return
  const tokens = train.tokens.length + (test?.tokens.length ?? 0)
  onNotice?.(
    `${counted(tokens, 'token')} are too many to keep in memory: they lie on disk, and each minibatch is read from there`,
  )
}

/** A label that appears once may be a mistake; where the texts are split, it is not tested either. */
async function tellSingleTexts(
  { labelNames, train, test }: TokenisedCorpus,
  sources: Sources,
  request: DataRequest,
  onNotice: LoadOptions['onNotice'],
): Promise<void> {
  if (test || !onNotice) return
  const sizes = classSizes(train.labels)
  const first = labelNames[sizes.indexOf(1)]
  if (first === undefined) return
  const others = sizes.filter(size => size === 1).length - 1
  const more = others > 0 ? `, and ${counted(others, 'other label')} too` : ''
  onNotice(`${await placeOf(first, sources, request)}: the label '${first}' appears only once${more}`)
}

/** Read again, so that no places need to be kept while all is well. */
async function placeOf(label: string, { data }: Sources, request: DataRequest): Promise<string> {
  if ('readIds' in data) return data.path
  const { train } = await open(data, undefined, silent, request)
  for await (const example of train) if (example.label === label) return example.place
  return data.path
}

function idsOnly(path: string): LstmError {
  return new LstmError('usage', `${path} holds word ids, and no texts`, {
    hint: 'give the texts that the ids were made from',
  })
}

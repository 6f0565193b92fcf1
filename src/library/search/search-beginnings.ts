/** Where the trainings of a search may begin: from nothing, and from what is known already. */

import type { TokenisedCorpus } from '../../data/corpus.ts'
import type { LabelledRow, LabelledRows } from '../../data/labelled-rows.ts'
import { gatheredRows } from '../../data/require-rows.ts'
import { LstmError } from '../../errors.ts'
import type { Model } from '../../model/model.ts'
import { type Hyperparameters, hyperparameterTable } from '../../settings/hyperparameters.ts'
import { presets } from '../../settings/presets.ts'
import { defaults } from '../../settings/table.ts'
import type { TokenizerName } from '../../text/tokenizers/tokenizer.ts'
import type { NoticeEvent, ProgressEvent } from '../../training/events.ts'
import { settingsOf } from '../../training/from-model.ts'
import { type Known, together } from '../../training/known.ts'
import { settingsFor } from '../../training/plan.ts'
import { prepare } from '../../training/prepare.ts'
import type { Beginning } from '../../training/search/search-space.ts'
import { bytesOfNgram, networkBytes, otherBytes, withinSize } from '../../training/search/size-bound.ts'
import { type Allowance, secondsOf, workOf } from '../../training/time-plan.ts'
import { counted, partOf, verb } from '../../wording.ts'
import { corpusOf } from '../corpus-of.ts'
import { disk } from '../disk-node.ts'
import { fromModel, wordsKnown } from '../known/known-model.ts'
import { knownWords, refuseBeside, timesForNgrams } from '../known/known-words.ts'
import {
  learnedOf,
  newTo,
  readsAlike,
  type TriedModel,
  triedModel,
  whyNotFrom,
} from '../known/tried-model.ts'
import { CorpusFiles } from '../read-corpus.ts'
import type { SearchOptions } from './search-events.ts'

/** Settings that word vectors decide. */
const decidedByVectors = ['dimension', 'wordVectorEpochs']
/** The share of the size that words may take which only the vectors know. */
const shareOfOthers = 0.25
/** The share of the time that the first, which is what `train` itself would do, may take: others are to follow. */
const firstShare = 0.5
/** The first training has to have so much time, for vectors to be tried that nobody has named: to read them takes some seconds. */
const leastSeconds = 30

/** A beginning with what it takes to train from it. */
export interface SearchBeginning extends Beginning {
  /** The texts as it reads them. */
  readonly corpus: TokenisedCorpus
  readonly known: Known
  /** What `train` chooses there that is told nothing else, and has all the time it takes. */
  readonly usual: Hyperparameters
  /** [texts] 1 for those that are new to the model that it goes on from, else 0; undefined where it goes on from none. */
  readonly isNew?: Float64Array
}

/** Before its settings are chosen. */
type Start = Omit<SearchBeginning, 'base' | 'usual'> & {
  /** What decides them beside the texts. */
  readonly settings?: Partial<Hyperparameters>
}

interface BeginningOptions
  extends Pick<SearchOptions, 'from' | 'wordVectors' | 'seed' | 'size' | 'threads' | 'signal' | 'onReading'> {
  /** Settings that no trial changes. */
  readonly fixed: Partial<Hyperparameters>
  /** What is left of the time; undefined: as much as it takes. */
  readonly allowance: (() => Allowance) | undefined
  readonly say: (line: string) => void
}

/**
 * @returns the first from nothing; what is left out of the texts or odd about them, what each beginning is said to be worth, and why
 * others are not tried, is said
 */
export async function beginningsOf(
  data: LabelledRows | CorpusFiles,
  options: BeginningOptions,
): Promise<SearchBeginning[]> {
  const { fixed, say, onReading = () => {} } = options
  const rereadable = data instanceof CorpusFiles ? data : await gatheredRows(data)
  const read = (tokenizer: TokenizerName, onNotice: (line: string) => void = () => {}) =>
    corpusOf(rereadable, {
      ...{ purpose: 'training', tokenizer, onNotice },
      ...{ signal: options.signal, threads: options.threads },
      onProgress: progress => onReading({ event: 'progress', phase: 'reading', ...progress }),
    })
  // What is left out of the texts is so for all who read them.
  const corpus = await read({ ...presets.auto, ...fixed }.tokenizer, say)
  const first = begun(
    { given: {}, decided: [], corpus, known: {} },
    options,
    shareOfTime(firstShare, options),
  )
  for (const { severity, message } of prepare(corpus, first.base).notices) say(`${severity}: ${message}`)

  const model = await triedModel(options.from, fixed)
  const readAnew = onceOnly(rereadable) ? undefined : read
  const start = model ? await fromIt(model, corpus, readAnew, options) : undefined
  const others = [...(start ? [start] : []), ...(await withVectors(corpus, start, options))]
  const share = restShared(first, others.length, options)
  return [first, ...others.map(other => begun(other, options, share))]
}

/** What is left to others after the first one, for each of them. */
function restShared(
  { corpus, base }: SearchBeginning,
  others: number,
  { allowance }: BeginningOptions,
): Allowance | undefined {
  if (!allowance) return undefined
  const { seconds, speed, threads } = allowance()
  const first = secondsOf(workOf(corpus, threads), base) / speed
  return { seconds: (seconds - first) / others, speed, threads }
}

function shareOfTime(share: number, { allowance }: BeginningOptions): Allowance | undefined {
  if (!allowance) return undefined
  const left = allowance()
  return { ...left, seconds: share * left.seconds, of: 'that trial 0 may take' }
}

/**
 * [texts] 1 for those that trials are judged by: all that are new to the model that some of them go on from, since what it has learned by
 * heart is no merit. Undefined: all are.
 */
export function judgingTexts(beginnings: readonly SearchBeginning[]): Float64Array | undefined {
  return beginnings.find(({ isNew }) => isNew?.includes(0))?.isNew
}

/** The beginning with the settings that auto chooses there; of that from nothing it is said why. */
function begun(
  about: Start,
  { fixed, seed, size, say }: BeginningOptions,
  allowance: Allowance | undefined,
): SearchBeginning {
  const { corpus, known, decided, settings } = about
  const given = { ...fixed, ...settings, ...(seed !== undefined && { seed }) }
  const { hyperparameters, reasons } = settingsFor(corpus, 'auto', given, allowance, known)
  if (decided.length === 0) for (const reason of reasons) say(reason)
  const whole = { ...hyperparameters, minutes: 0, folds: 0 }
  const base = size === undefined ? whole : withinSize(whole, size, corpus, known)
  return { ...about, base, usual: settingsFor(corpus, 'auto', {}, undefined, known).hyperparameters }
}

/**
 * From a model; undefined where it is not tried, of which it is said why.
 *
 * @param corpus the texts as they are read without it
 * @param read reads them by another tokenizer; undefined where they can be read only once
 */
async function fromIt(
  { model, name }: TriedModel,
  corpus: TokenisedCorpus,
  read: ((tokenizer: TokenizerName) => Promise<TokenisedCorpus>) | undefined,
  options: BeginningOptions,
): Promise<Start | undefined> {
  const { fixed, size, say } = options
  const { tokenizer } = model.hyperparameters
  const usual = { ...presets.auto, ...fixed }.tokenizer
  const isAlike = readsAlike(corpus, usual, model)
  if (!isAlike && !read) {
    const why = `stdin is read once, and ${name} reads the texts by another tokenizer, ${tokenizer}`
    if (options.from !== undefined) throw new LstmError('usage', why, { hint: 'write the texts to a file' })
    say(`no start from ${name}: ${why}`)
    return undefined
  }
  const itsCorpus = isAlike ? corpus : await read!(tokenizer)
  const isNew = newTo(model, itsCorpus)
  const learned = learnedOf(isNew)
  const seen = learned / isNew.length
  const why = tooLarge(model, size) ?? whyNotFrom(model, itsCorpus, seen, options.from !== undefined)
  if (why !== undefined) {
    if (why !== '') say(`no start from ${name}: ${why}`)
    return undefined
  }
  const known = fromModel(model, name, itsCorpus, () => {})
  const decided = Object.keys(settingsOf(model))
  const judges =
    learned > 0
      ? `; ${partOf(learned, isNew.length, 'text')}, which it has learned from, ${verb(learned, 'judge')} no trial`
      : ''
  say(`a start from ${name} is tried as well (--from none: not)${judges}`)
  return { given: { from: name }, decided, corpus: itsCorpus, known, isNew }
}

/** With word vectors: from nothing beside them, and from a model where there is a start from one. */
async function withVectors(
  corpus: TokenisedCorpus,
  start: Start | undefined,
  options: BeginningOptions,
): Promise<Start[]> {
  const { wordVectors, say } = options
  if (wordVectors === 'none') return []
  if (wordVectors !== undefined) return byVectors(disk.pathOf(wordVectors), corpus, start, options)
  const installed = await vectorsInstalled(corpus, options)
  if (installed === undefined) return []
  try {
    const said: string[] = []
    const saying = { ...options, say: (line: string) => said.push(line) }
    const beginnings = await byVectors(installed, corpus, start, saying, wordsKnown)
    if (beginnings.length > 0)
      say(`what is installed, ${installed}, is tried as well (--word-vectors none: not)`)
    for (const line of said) say(line)
    return beginnings
  } catch (error) {
    if (!(error instanceof LstmError) || error.code !== 'data') throw error
    say(`what is installed, ${installed}, is not tried: ${error.message}`)
    return []
  }
}

/** @param least the share of the tokens that has to have a vector, for any to be made */
async function byVectors(
  wordVectors: string,
  corpus: TokenisedCorpus,
  start: Start | undefined,
  options: BeginningOptions,
  least = 0,
): Promise<Start[]> {
  const { fixed, signal, say, onReading = () => {} } = options
  const { tokenizer } = { ...presets.auto, ...fixed }
  const extraWords = extraWordsFor(corpus, options)
  const settings = { extraWords }
  // What is found is said where it has come to a beginning.
  const tell = (event: ProgressEvent | NoticeEvent) => {
    if (event.event === 'progress') onReading(event)
  }
  const known = await knownWords(wordVectors, corpus, { extraWords, tokenizer, tell, signal })
  if (known.provenance!.wordVectors!.share < least) return []
  refuseBeside(known, fixed, 'wordVectors', name => name)
  const alone = { given: { wordVectors }, decided: decidedByVectors, corpus, known, settings }
  const why = tooManyWords(known, corpus, options.size)
  if (why !== undefined) {
    say(`no start from ${wordVectors}: ${why}`)
    return []
  }
  for (const remark of known.remarks ?? []) say(remark)
  if (!start) return [alone]
  const { from } = start.known
  const fewer = { extraWords: extraWordsFor(start.corpus, options, from) }
  const beside = await knownWords(wordVectors, start.corpus, {
    ...{ ...fewer, tokenizer: from!.hyperparameters.tokenizer, from, tell, signal },
  })
  const given = { ...start.given, wordVectors }
  return [alone, { ...start, given, known: together(start.known, beside), settings: fewer }]
}

/** Where there is little room, words that no text has take a part of it, when those of the texts and what is kept of a model have theirs. */
function extraWordsFor(
  { words, labelNames }: TokenisedCorpus,
  { fixed, size }: BeginningOptions,
  from?: Model,
): number {
  const { extraWords } = { ...defaults(hyperparameterTable), ...fixed }
  if (size === undefined || 'extraWords' in fixed) return extraWords
  const ngram = bytesOfNgram(labelNames.length)
  const room = size - otherBytes - ngram * ((words?.length ?? 0) + (from?.ngrams?.keys.low.length ?? 0))
  const { recurrent, perWord } = networkBytes(from?.network?.sizes.hidden ?? 0)
  const ofNetwork = recurrent + perWord * (from?.vocabulary?.words.length ?? 0)
  const network = from?.network !== undefined && ofNetwork < room
  const left = Math.max(0, network ? room - ofNetwork : room)
  const each = timesForNgrams * ngram + (network ? perWord : 0)
  return Math.min(extraWords, Math.floor((shareOfOthers * left) / each))
}

/** Why no model that begins with these vectors could be small enough: each of their words is one of its n-grams. */
function tooManyWords(
  { provenance }: Known,
  { labelNames }: TokenisedCorpus,
  size: number | undefined,
): string | undefined {
  const { found, extra } = provenance!.wordVectors!
  const bytes = bytesOfNgram(labelNames.length) * (found + extra)
  return size !== undefined && bytes > size - otherBytes
    ? `its words alone, ${counted(found + extra, 'n-gram')}, are larger than the size`
    : undefined
}

/** Those that are installed, where they say something of the texts, there is time to read them, and no setting speaks against them. */
async function vectorsInstalled(
  { words }: TokenisedCorpus,
  options: BeginningOptions,
): Promise<string | undefined> {
  const { fixed } = options
  const seconds = shareOfTime(firstShare, options)?.seconds ?? Number.POSITIVE_INFINITY
  if (!words || seconds < leastSeconds || decidedByVectors.some(name => name in fixed)) return undefined
  return disk.installedVectors()
}

function onceOnly(data: CorpusFiles | readonly LabelledRow[]): boolean {
  return data instanceof CorpusFiles && (data.request.data === '-' || data.request.test === '-')
}

/** A model that goes on from another has all n-grams of that. */
function tooLarge({ ngrams }: Model, size: number | undefined): string | undefined {
  const bytes = ngrams ? bytesOfNgram(ngrams.classes) * ngrams.keys.low.length : 0
  return size !== undefined && bytes > size ? 'its n-grams alone are larger than the size' : undefined
}

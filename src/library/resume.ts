import type { TokenisedCorpus } from '../data/corpus.ts'
import type { LabelledRows } from '../data/labelled-rows.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import { labelMerges } from '../data/merged-labels.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import { threadCount } from '../model/thread-count.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import { checkedSettings, type Naming, type ResumableName, type Row, refuseIdle } from '../settings/table.ts'
import type { Known } from '../training/known.ts'
import type { Opening } from '../training/run.ts'
import type { Session } from '../training/session.ts'
import { MemoryStore, type SavedTraining, type Store } from '../training/store.ts'
import { dataName } from '../wording.ts'
import { refuseUnknown, requireSignal } from './check-options.ts'
import { corpusOf, toldAsEvents } from './corpus-of.ts'
import { disk } from './disk-node.ts'
import type { FurtherReading } from './known/known-beside.ts'
import { CorpusFiles } from './read-corpus.ts'
import { checkedRunSettings, type RunOptions, runOptionNames } from './run-options.ts'
import { LabelledTraining, type ReadyTraining, runHere, type Training } from './start-training.ts'
import { requireStore } from './store-of.ts'

/** A training keeps its settings, but for those that do not change what an update does. */
export interface ResumeOptions<Label extends string = string>
  extends RunOptions,
    Partial<Pick<Hyperparameters, ResumableName<typeof hyperparameterTable>>> {
  /** The same texts as before; may be left out where they are files that the training names. */
  readonly data?: LabelledRows<Label> | CorpusFiles<Label> | undefined
  /** Where it keeps itself from now on, where only what was saved is given; else it stays where it is. */
  readonly out?: Store | undefined
  /** The same test texts as before, where there were any beside the rows. */
  readonly test?: LabelledRows<Label> | undefined
}

/**
 * Goes on with a training that was left, to the same bits as if it had never stopped.
 *
 * @param saved the folder of the training, its store, or what the store was last given to save
 * @throws LstmError 'usage' for a setting that cannot change, 'data' when the texts are not the same as before, 'model' when there
 *   is no training to go on with; told by the iteration and by `model`
 * @example
 * ```ts
 * import { MemoryStore, resume, train } from 'lstm'
 *
 * const data = Array.from({ length: 40 }, (_, n) =>
 *   n % 2 ? { text: `good film ${n}`, label: 'positive' } : { text: `bad film ${n}`, label: 'negative' },
 * )
 * const out = new MemoryStore()
 * const settings = { tokenizer: 'words', dimension: 8, validationPortion: 0.2, displayInterval: 1 } as const
 * for await (const event of train(data, { ...settings, maxEpochs: 3, out })) if (event.event === 'update') break
 * await using model = await resume(out, { data }).model
 * console.log(model.provenance.results)
 * ```
 */
export function resume<const Label extends string = string>(
  saved: string | URL | MemoryStore | SavedTraining,
  options: ResumeOptions<Label> = {},
): Training<Label> {
  const { settings } = resumedOpening(saved, options)
  const { data, test, out, signal, ...rest } = options
  return new LabelledTraining<Label>(settings, async function* (calls) {
    const { trainingInThread } = await import('./training-thread/outside.ts')
    const request = { data, test, signal, options: rest }
    if (typeof saved === 'string' || saved instanceof URL) {
      yield* trainingInThread({ ...request, saved, out: undefined }, calls)
    } else {
      const { stored, store } = inStore(saved, out)
      yield* trainingInThread({ ...request, saved: stored, out: store }, calls)
    }
  })
}

/** The same on this thread, which is then kept busy; with other names of the settings in errors. */
export function resumeHere(
  saved: string | SavedTraining,
  options: ResumeOptions,
  nameOf: Naming = name => name,
): Training {
  return new LabelledTraining(...runHere(resumedOpening(saved, options, nameOf)))
}

/** A training that was saved, of settings that were checked. @throws LstmError 'usage' for a wrong one */
export function resumedOpening(
  saved: string | URL | MemoryStore | SavedTraining,
  options: ResumeOptions,
  nameOf: Naming = name => name,
): ReadyTraining {
  refuseUnknown(options, ['data', 'test', 'out', ...runOptionNames, ...Object.keys(hyperparameterTable)])
  const settings = checkedRunSettings(options, nameOf)
  const given = checkedSettings(hyperparameterTable, options)
  const { data, test, out, signal } = options
  requireSignal(signal)
  requireStore(out)
  if (out && (typeof saved === 'string' || saved instanceof URL || saved instanceof MemoryStore)) {
    throw new LstmError('usage', 'a training that is in a store goes on there: out does not go with it')
  }
  const session: SessionAgain = async (stored, asked, left) => {
    const { heeding } = await import('../training/heeding.ts')
    const { hyperparameters, provenance } = stored.description
    refuseChanges(hyperparameters, given, nameOf)
    refuseIdle(hyperparameterTable, given, { ...hyperparameters, ...given }, nameOf)
    const stopped = signal ? AbortSignal.any([left, signal]) : left
    const tell = heeding(stopped, asked)
    const texts = data === undefined ? filesOf(provenance.source) : readAgain(data, provenance.source)
    const corpus = await corpusOf(texts, {
      ...{ purpose: 'training', tokenizer: hyperparameters.tokenizer, test },
      ...{ signal: stopped, threads: settings.threads, ...toldAsEvents(tell) },
    })
    requireSameReading(texts, corpus, provenance)
    const { openSkipGram } = await loadEngine(settings.engine)
    const known = await knownAgain(stored, corpus, { tell, signal: stopped, openSkipGram })
    const { resumedSession } = await import('../training/session.ts')
    return resumedSession(
      corpus,
      readFrom(texts, stored),
      { ...hyperparameters, ...given },
      { tell, known, threads: threadCount(settings) },
    )
  }
  const open: Opening = async (tell, left) => {
    const { openedIn } = await import('../training/run.ts')
    if (typeof saved === 'string' || saved instanceof URL) {
      const folder = await disk.earlierTraining(saved)
      return openedIn(folder, async () => session(await folder.stored(), tell, left), 'everything')
    }
    const { stored, store } = inStore(saved, out)
    return openedIn(store, () => session(stored, tell, left), 'everything')
  }
  return { open, settings, signal }
}

/** Makes a session of what was saved. */
type SessionAgain = (stored: SavedTraining, ...asked: Parameters<Opening>) => Promise<Session>

/** What was saved, and where the training keeps itself from now on. */
function inStore(
  saved: MemoryStore | SavedTraining,
  out: Store | undefined,
): { readonly stored: SavedTraining; readonly store: Store } {
  const stored = saved instanceof MemoryStore ? saved.saved : saved
  if (!stored)
    throw new LstmError('model', 'nothing was saved in this store', {
      hint: 'give the one that a training of a network had as its out',
    })
  return { stored, store: out ?? (saved instanceof MemoryStore ? saved : new MemoryStore()) }
}

/** What it began with beside its texts. @throws LstmError 'data' when that is not the same any more */
async function knownAgain(
  { description: { provenance, hyperparameters } }: SavedTraining,
  corpus: TokenisedCorpus,
  reading: Pick<FurtherReading, 'tell' | 'signal' | 'openSkipGram'>,
): Promise<Known> {
  const { digestOf } = await import('../training/from-model.ts')
  const { knownModel } = await import('./known/known-model.ts')
  const { knownBeside } = await import('./known/known-beside.ts')
  const { wordVectors, unlabelled, from: began } = provenance
  const { tokenizer, extraWords, seed } = hyperparameters
  const from = began && { place: began.model, model: await knownModel(began.model, {}, name => name) }
  if (from && digestOf(from.model) !== began.digest) throw changed(`the model ${from.place} is another one`)
  const known = await knownBeside(
    corpus,
    { from, wordVectors: wordVectors?.source, unlabelled },
    { tokenizer, extraWords, seed, ...reading },
  )
  if (known.provenance?.wordVectors?.digest !== wordVectors?.digest) {
    throw changed(`the word vectors of ${wordVectors?.source} are others`)
  }
  if (known.provenance?.unlabelled?.digest !== unlabelled?.digest) {
    throw changed(`the texts of ${unlabelled?.files.join(', ')} are others`)
  }
  return known
}

/**
 * Bytes that are the same, read by other columns or with other labels merged, are other texts, labels or weights.
 *
 * @throws LstmError 'data'
 */
function requireSameReading(
  texts: LabelledRows | CorpusFiles,
  corpus: TokenisedCorpus,
  { source, columns }: SavedTraining['description']['provenance'],
): void {
  if (!(texts instanceof CorpusFiles)) return
  const merges = ({ mergeLabels }: Pick<DataRequest, 'mergeLabels'>) =>
    JSON.stringify(mergeLabels === undefined ? [] : [...labelMerges(mergeLabels)].sort())
  // What was saved before columns were kept does not tell.
  const isOther = (column: 'text' | 'label') =>
    columns !== undefined && corpus.columns?.[column] !== columns[column]
  const changes = [
    ...(isOther('text') ? ['texts'] : []),
    ...(isOther('label') || merges(texts.request) !== merges(source ?? {}) ? ['labels'] : []),
    ...(texts.request.weightColumn !== source?.weightColumn ? ['weights'] : []),
  ]
  if (changes.length === 0) return
  throw new LstmError(
    'data',
    `${dataName(texts.request.data)} is read with other ${changes.join(' and ')} than when the training began`,
    { hint: 'leave out what says how it is read, or start a new training without --resume' },
  )
}

/** @param what is not as it was, and how */
function changed(what: string): LstmError {
  return new LstmError('data', `${what} than when the training began`, {
    hint: 'put the file back as it was, or start a new training without --resume',
  })
}

/** Files that are named again, which may lie elsewhere now, are read as they were, but for what the caller says of them. */
function readAgain(data: LabelledRows | CorpusFiles, source: DataRequest | undefined) {
  if (!(data instanceof CorpusFiles)) return data
  return new CorpusFiles({ ...source, ...data.request }, data.place)
}

/** The same training, of files where they lie now: what comes after it finds them there. */
function readFrom(texts: LabelledRows | CorpusFiles, stored: SavedTraining): SavedTraining {
  if (!(texts instanceof CorpusFiles)) return stored
  const { description } = stored
  const provenance = { ...description.provenance, source: texts.request }
  return { ...stored, description: { ...description, provenance } }
}

function filesOf(source: DataRequest | undefined): CorpusFiles {
  const isPiped = source?.data === '-' || source?.test === '-'
  if (source && !isPiped) return new CorpusFiles(source, {})
  const why = isPiped ? 'read its texts from stdin' : 'does not name its texts'
  throw new LstmError('usage', `the training ${why}`, {
    hint: 'give them again: as data, or on the command line with --data',
  })
}

/** @throws LstmError 'usage' naming the first setting that would change what an update does */
function refuseChanges(stored: Hyperparameters, given: Partial<Hyperparameters>, nameOf: Naming): void {
  const refusal = (name: keyof Hyperparameters, why: string) =>
    new LstmError('usage', `${nameOf(name)} was ${stored[name]} when this training began${why}`, {
      hint: 'leave it out, or start a new training',
    })
  for (const [name, value] of Object.entries(given) as [keyof Hyperparameters, unknown][]) {
    const row: Row = hyperparameterTable[name]
    if (value === stored[name] || row.resumable) continue
    throw refusal(name, ' and cannot change')
  }
  const { maxEpochs = stored.maxEpochs } = given
  if (!stored.learningRateDecay || maxEpochs === stored.maxEpochs) return
  throw refusal('maxEpochs', ', and its learning rate falls to 0 by then')
}

/** Which texts a model is measured on: those that it was not trained on, wherever they stand and in whatever file. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { falseAlarms, hashesOf, isIn, textHashes, textsIn } from '../data/fingerprint.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import { select, testSplit } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import type { Model, Result } from '../model/model.ts'
import { inMemory, type Sequences, type StoredSequences } from '../text/sequences.ts'
import { counted, grouped, percent } from '../wording.ts'

export interface Selection {
  /** What is measured, in the corpus's word ids. */
  readonly texts: Sequences
  /** The split of the corpus that they stand in. */
  readonly split: 'train' | 'test'
  /** [measured] Where they stand there, ascending. */
  readonly indices: Int32Array
  /** [measured] 1 for a text that the model was trained on, else 0; undefined where it cannot be told. */
  readonly trainedOn: Uint8Array | undefined
  readonly counts: SelectionCounts
  /** What must be known to take figures on these texts for what they are, a line each. */
  readonly remarks: readonly string[]
}

/** Numbers of texts; null: cannot be told, since the model does not know what it was trained on. */
export interface SelectionCounts {
  /** In the data, of the split that was asked for. */
  readonly offered: number
  /** Measured. */
  readonly measured: number
  /** Not measured, because of what was asked for: trained on, or for the training texts not trained on. */
  readonly leftOut: number
  /** Of those measured: trained on. */
  readonly trainedOn: number | null
  /** Of those measured: not trained on. */
  readonly new: number | null
}

export interface SelectionOptions {
  /** test: texts that the model was not trained on; train: those that it was; all: both. */
  readonly which: 'test' | 'train' | 'all'
  /** What the corpus was read from, and how; undefined for rows. */
  readonly request: DataRequest | undefined
  /** Whether a decision is to be found, by texts that the model kept for it. */
  readonly decides?: boolean
}

/** Measured is at least so much of what is offered, lest a few leftovers be taken for all. */
const smallestShare = 1 / 20

/**
 * Decides by the contents of the texts, as far as the model knows what it was trained on. Where the data is the one that it
 * was trained on and brings its own test texts, these are measured whole, as the official protocol wants it, and how many
 * of them are training texts as well is counted.
 *
 * @throws LstmError 'data' when too few texts are left, 'model' when the model cannot tell its training texts
 */
export function selectTexts(
  corpus: TokenisedCorpus,
  model: SelectingModel,
  options: SelectionOptions,
): Selection {
  const selected = selectedFrom(corpus, model, options)
  return { ...selected, remarks: remarksOn(selected.counts, corpus, model, options) }
}

/** What of a model tells which texts it was trained on. */
type SelectingModel = Pick<Model, 'fingerprint' | 'hyperparameters' | 'ngrams' | 'provenance' | 'vocabulary'>

function selectedFrom(
  corpus: TokenisedCorpus,
  model: SelectingModel,
  { which, request, decides = false }: SelectionOptions,
): Omit<Selection, 'remarks'> {
  const { fingerprint, hyperparameters, ngrams, provenance, vocabulary } = model
  const isTrainingData = corpus.digest === provenance.digest
  const split = which !== 'train' && corpus.test ? 'test' : 'train'
  const offered = corpus[split]!
  const everyone = Int32Array.from(offered.labels.keys())
  const selected = (indices: Int32Array, trainedOn: (index: number) => boolean) =>
    selection(
      offered,
      split,
      indices,
      Uint8Array.from(indices, index => (trainedOn(index) ? 1 : 0)),
    )
  if (!fingerprint) {
    if (isTrainingData && which !== 'all' && isReadAlike(corpus, request, provenance)) {
      if (corpus.test && which === 'test') return selection(offered, split, everyone, undefined)
      const { kept, heldOut } = corpus.test
        ? { kept: everyone, heldOut: everyone }
        : testSplit(corpus, hyperparameters)
      const indices = which === 'train' ? kept : heldOut
      if (indices.length === 0) throw noneHeldOut(provenance.results?.validation, decides)
      return selected(indices, () => which === 'train')
    }
    if (which === 'train') throw withoutFingerprint()
    return selection(offered, split, everyone, undefined)
  }

  // A model of word ids was trained on ids, whether or not there are words for them now.
  const readsWords = vocabulary !== undefined || ngrams !== undefined
  const hashes = readsWords ? hashesOf(offered, corpus.words) : textHashes(offered, undefined)
  const isTrained = (index: number) => isIn(fingerprint, hashes[index]!)
  if (which === 'all' || (which === 'test' && isTrainingData && corpus.test))
    return selected(everyone, isTrained)
  const indices = everyone.filter(index => isTrained(index) === (which === 'train'))
  const least = isTrainingData || which === 'train' ? 1 : smallestShare * everyone.length
  if (which === 'test' && isTrainingData && indices.length === 0) {
    throw noneHeldOut(provenance.results?.validation, decides)
  }
  if (indices.length < least) throw tooFew(which, indices.length, everyone.length)
  return selected(indices, isTrained)
}

function selection(
  offered: StoredSequences,
  split: Selection['split'],
  indices: Int32Array,
  trainedOn: Uint8Array | undefined,
): Omit<Selection, 'remarks'> {
  const [all, measured] = [offered.labels.length, indices.length]
  const seen = trainedOn ? trainedOn.reduce((sum, one) => sum + one, 0) : null
  return {
    texts: measured === all ? inMemory(offered) : select(offered, indices),
    ...{ split, indices, trainedOn },
    counts: {
      offered: all,
      measured,
      leftOut: all - measured,
      trainedOn: seen,
      new: seen === null ? null : measured - seen,
    },
  }
}

/** Whether the same bytes were read in the same way, and so are the same texts: by what was told, and the columns that were found. */
function isReadAlike(
  { columns }: TokenisedCorpus,
  request: DataRequest | undefined,
  provenance: Model['provenance'],
): boolean {
  const reading = (of: DataRequest | undefined, found: TokenisedCorpus['columns']) => {
    const { data: _, textColumn: __, labelColumn: ___, known: ____, ...rest } = of ?? { data: '' }
    const told = Object.entries(rest).filter(([, value]) => value !== undefined)
    return JSON.stringify([told.sort(([a], [b]) => (a < b ? -1 : 1)), found?.text, found?.label])
  }
  return reading(request, columns) === reading(provenance.source, provenance.columns)
}

/** From so many false alarms on it is said that there are some. */
const toldAlarms = 0.001

function remarksOn(
  { trainedOn, leftOut }: SelectionCounts,
  corpus: TokenisedCorpus,
  { provenance, fingerprint }: SelectingModel,
  { request }: SelectionOptions,
): string[] {
  const remarks: string[] = []
  const isNamedAlike = request && request.data !== '-' && request.data === provenance.source?.data
  if (isNamedAlike && corpus.digest !== provenance.digest) {
    remarks.push(`${request.data} is not as it was for the training: changed, or another file of that name`)
  }
  if (trainedOn === null) {
    remarks.push('the model does not know which texts it was trained on: some of these may be among them')
  } else if (fingerprint && leftOut > 0 && falseAlarms(fingerprint) >= toldAlarms) {
    const texts = counted(textsIn(fingerprint), 'text')
    remarks.push(
      `trained on ${texts}, it takes ${percent(falseAlarms(fingerprint))} of new ones for one of them`,
    )
  }
  return remarks
}

/** How many texts were measured, and what must be known of them: '41 of 201; 160 left out, which it was trained on'. */
export function textCounts({ offered, measured, leftOut, trainedOn }: SelectionCounts): string {
  const count = grouped(measured)
  if (leftOut > 0) {
    const rest = `${grouped(leftOut)} left out`
    const why = trainedOn ? 'which it was not trained on' : 'which it was trained on'
    return `${count} of ${grouped(offered)}; ${rest}, ${why}`
  }
  if (trainedOn === null) return `${count}, some of which it may have been trained on`
  const some = trainedOn === measured ? 'all' : grouped(trainedOn)
  return `${count}, ${trainedOn === 0 ? 'none' : some} of which it was trained on`
}

function tooFew(which: 'test' | 'train', left: number, offered: number): LstmError {
  return which === 'train'
    ? new LstmError(
        'data',
        `the model was trained on ${grouped(left)} of the ${counted(offered, 'text')}: too few to measure it on`,
        {
          hint: 'name the data that it was trained on, or leave out --split',
        },
      )
    : new LstmError(
        'data',
        `the model was trained on ${grouped(offered - left)} of the ${counted(offered, 'text')}: ${left === 0 ? 'none is' : 'too few are'} left to measure it on`,
        {
          hint: 'give other texts, or measure on all of them with --all, which shows the model better than it is',
        },
      )
}

/**
 * @param held the texts held out while training, and the error on them
 * @param decides whether there are answers to them by which a decision can be found all the same
 */
function noneHeldOut(held: Result | undefined, decides: boolean): LstmError {
  const known = held
    ? `: of ${counted(held.examples, 'text')} held out then, ${percent(held.error)} were wrong`
    : ''
  return new LstmError('data', `the model was trained on all of these texts${known}`, {
    hint: decides
      ? 'a decision is found by the texts held out all the same: --all finds it, and shows what it does to them and to those trained on; other labelled texts, with --data FILE, show what it does to new ones'
      : 'measure it on other labelled texts with --data FILE, or train with --test-portion 0.2',
  })
}

function withoutFingerprint(): LstmError {
  return new LstmError('model', 'the model does not know which texts it was trained on', {
    hint: 'name the data that it was trained on, as it was, or leave out --split',
  })
}

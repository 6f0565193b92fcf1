/** Which texts a model is measured on: those that it was not trained on, wherever they stand and in whatever file. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { isIn, textHashes } from '../data/fingerprint.ts'
import { select, trainAndTest } from '../data/split.ts'
import { LstmError } from '../errors.ts'
import type { Model, Result } from '../model/model.ts'
import { inMemory, type Sequences, type StoredSequences } from '../text/sequences.ts'
import { counted, grouped, percent } from '../wording.ts'

interface Selection {
  /** What is measured, in the corpus's word ids. */
  readonly texts: Sequences
  readonly counts: SelectionCounts
}

/** Numbers of texts; null: cannot be told, since the model does not know what it was trained on. */
export interface SelectionCounts {
  /** In the data, of the split that was asked for. */
  readonly offered: number
  readonly measured: number
  /** Not measured, because of what was asked for: trained on, or for the training texts not trained on. */
  readonly leftOut: number
  /** Of those measured. */
  readonly trainedOn: number | null
  /** Of those measured: not trained on. */
  readonly new: number | null
}

export interface SelectionOptions {
  /** test: texts that the model was not trained on; train: those that it was; all: both. */
  readonly which: 'test' | 'train' | 'all'
  /** The data is read as it was for the training. */
  readonly sameReading: boolean
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
  model: Pick<Model, 'fingerprint' | 'hyperparameters' | 'ngrams' | 'provenance' | 'vocabulary'>,
  { which, sameReading }: SelectionOptions,
): Selection {
  const { fingerprint, hyperparameters, ngrams, provenance, vocabulary } = model
  const isTrainingData = corpus.digest === provenance.digest
  const offered = which === 'train' ? corpus.train : (corpus.test ?? corpus.train)
  if (!fingerprint) {
    if (isTrainingData && sameReading && which !== 'all') {
      const divided = trainAndTest(corpus, hyperparameters)[which]
      if (divided.labels.length === 0) throw noneHeldOut(provenance.results?.validation)
      const known = corpus.test && which === 'test' ? null : 0
      return selection(offered, divided, which === 'train' ? divided.labels.length : known)
    }
    if (which === 'train') throw withoutFingerprint()
    return selection(offered, inMemory(offered), null)
  }

  // A model of word ids was trained on ids, whether or not there are words for them now.
  const readsWords = vocabulary !== undefined || ngrams !== undefined
  const hashes = textHashes(offered, readsWords ? corpus.words : undefined)
  const trained = Uint8Array.from(hashes, hash => (isIn(fingerprint, hash) ? 1 : 0))
  const sideOf = (side: number) => Int32Array.from(trained.keys()).filter(i => trained[i] === side)
  if (which === 'all' || (which === 'test' && isTrainingData && corpus.test)) {
    return selection(offered, inMemory(offered), sideOf(1).length)
  }
  const indices = sideOf(which === 'train' ? 1 : 0)
  const least = isTrainingData || which === 'train' ? 1 : smallestShare * trained.length
  if (which === 'test' && isTrainingData && indices.length === 0) {
    throw noneHeldOut(provenance.results?.validation)
  }
  if (indices.length < least) throw tooFew(which, indices.length, trained.length)
  return selection(offered, select(offered, indices), which === 'train' ? indices.length : 0)
}

function selection(offered: StoredSequences, texts: Sequences, trainedOn: number | null): Selection {
  const measured = texts.labels.length
  return {
    texts,
    counts: {
      offered: offered.labels.length,
      measured,
      leftOut: offered.labels.length - measured,
      trainedOn,
      new: trainedOn === null ? null : measured - trainedOn,
    },
  }
}

function tooFew(which: 'test' | 'train', left: number, offered: number): LstmError {
  const these = `${grouped(left)} of the ${grouped(offered)} texts`
  return which === 'train'
    ? new LstmError('data', `${these} are texts that the model was trained on`, {
        hint: 'name the data that it was trained on, or leave out --split',
      })
    : new LstmError(
        'data',
        `only ${these} are not texts that the model was trained on: too few to measure it on`,
        {
          hint: 'give other texts, or measure on all of them with --all, which shows the model better than it is',
        },
      )
}

/** @param held the texts held out while training, and the error on them */
function noneHeldOut(held: Result | undefined): LstmError {
  const known = held
    ? `: of ${counted(held.examples, 'text')} held out then, ${percent(held.error)} were wrong`
    : ''
  return new LstmError('data', `the model was trained on all of these texts${known}`, {
    hint: 'measure it on other labelled texts with --data FILE, or train with --test-portion 0.2',
  })
}

function withoutFingerprint(): LstmError {
  return new LstmError('model', 'the model does not know which texts it was trained on', {
    hint: 'name the data that it was trained on, as it was, or leave out --split',
  })
}

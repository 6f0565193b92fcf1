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
import { bytesOfNgram, withinSize } from '../../training/search/size-bound.ts'
import type { Allowance } from '../../training/time-plan.ts'
import { counted, percent } from '../../wording.ts'
import { corpusOf } from '../corpus-of.ts'
import { disk } from '../disk-node.ts'
import { fromModel } from '../known/known-model.ts'
import { knownWords } from '../known/known-words.ts'
import { seenBy, triedModel, whyNotFrom } from '../known/tried-model.ts'
import { CorpusFiles } from '../read-corpus.ts'
import type { SearchOptions } from './search-events.ts'

/** A beginning with what it takes to train from it. */
export interface SearchBeginning extends Beginning {
  /** The texts as it reads them. */
  readonly corpus: TokenisedCorpus
  readonly known: Known
}

interface BeginningOptions
  extends Pick<SearchOptions, 'from' | 'wordVectors' | 'seed' | 'size' | 'threads' | 'signal' | 'onReading'> {
  /** Settings that no trial changes. */
  readonly fixed: Partial<Hyperparameters>
  /** What the first one, which is what `train` itself would do, may take; undefined: as long as it takes. */
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
  const { fixed, allowance, say, onReading = () => {} } = options
  const rereadable = data instanceof CorpusFiles ? data : await gatheredRows(data)
  const read = (tokenizer: TokenizerName, onNotice: (line: string) => void = () => {}) =>
    corpusOf(rereadable, {
      ...{ purpose: 'training', tokenizer, onNotice },
      ...{ signal: options.signal, threads: options.threads },
      onProgress: progress => onReading({ event: 'progress', phase: 'reading', ...progress }),
    })
  const usual = { ...presets.auto, ...fixed }.tokenizer
  // What is left out of the texts is so for all who read them.
  const corpus = await read(usual, say)
  const made = (
    given: Beginning['given'],
    { corpus, known }: Pick<SearchBeginning, 'corpus' | 'known'>,
    decided: readonly string[],
    seen = 0,
  ): SearchBeginning => {
    const seed = options.seed === undefined ? {} : { seed: options.seed }
    const planned = settingsFor(corpus, 'auto', { ...fixed, ...seed }, allowance?.(), known)
    if (decided.length === 0) for (const reason of planned.reasons) say(reason)
    const whole = { ...planned.hyperparameters, minutes: 0, folds: 0 }
    const base = options.size === undefined ? whole : withinSize(whole, options.size, corpus, known.from)
    return { given, base, decided, seen, corpus, known }
  }
  const first = made({}, { corpus, known: {} }, [])
  for (const { severity, message } of prepare(corpus, first.base).notices) say(`${severity}: ${message}`)
  const beginnings = [first]

  const model = await triedModel(options.from, fixed)
  let start: SearchBeginning | undefined
  if (model && options.from !== undefined && onceOnly(rereadable)) {
    throw new LstmError('usage', 'stdin is read once, and a model to go on from reads the texts anew', {
      hint: 'write the texts to a file',
    })
  }
  if (model && !onceOnly(rereadable)) {
    const { model: from, name } = model
    const { tokenizer } = from.hyperparameters
    const itsCorpus = tokenizer === usual ? corpus : await read(tokenizer)
    const seen = seenBy(from, itsCorpus)
    const why = tooLarge(from, options.size) ?? whyNotFrom(from, itsCorpus, seen, options.from !== undefined)
    if (why === undefined) {
      const known = fromModel(from, name, itsCorpus, () => {})
      const decided = Object.keys(settingsOf(from))
      start = made({ from: name }, { corpus: itsCorpus, known }, decided, seen)
      beginnings.push(start)
      say(
        `a start from ${name} is tried as well (--from none: not)${seen > 0 ? `; it has learned from ${percent(seen)} of these ${counted(itsCorpus.train.labels.length, 'text')}, which is taken off its gain` : ''}`,
      )
    } else if (why !== '') say(`no start from ${name}: ${why}`)
  }
  if (options.wordVectors !== undefined) {
    const wordVectors = disk.pathOf(options.wordVectors)
    const { tokenizer, extraWords } = { ...defaults(hyperparameterTable), ...presets.auto, ...fixed }
    // What is found is said where it has come to a beginning.
    const tell = (event: ProgressEvent | NoticeEvent) => {
      if (event.event === 'progress') onReading(event)
    }
    const words = { extraWords, tell, signal: options.signal }
    const known = await knownWords(wordVectors, corpus, { ...words, tokenizer })
    beginnings.push(made({ wordVectors }, { corpus, known }, ['dimension', 'wordVectorEpochs']))
    for (const remark of known.remarks ?? []) say(remark)
    if (start) {
      const { from } = start.known
      const beside = await knownWords(wordVectors, start.corpus, {
        ...words,
        ...{ tokenizer: start.base.tokenizer, from },
      })
      const both = { corpus: start.corpus, known: together(start.known, beside) }
      beginnings.push(made({ ...start.given, wordVectors }, both, start.decided, start.seen))
    }
  }
  return beginnings
}

function onceOnly(data: CorpusFiles | readonly LabelledRow[]): boolean {
  return data instanceof CorpusFiles && (data.request.data === '-' || data.request.test === '-')
}

/** A model that goes on from another has all n-grams of that. */
function tooLarge({ ngrams }: Model, size: number | undefined): string | undefined {
  const bytes = ngrams ? bytesOfNgram(ngrams.classes) * ngrams.keys.low.length : 0
  return size !== undefined && bytes > size ? 'its n-grams alone are larger than the size' : undefined
}

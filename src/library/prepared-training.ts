/** What a new training begins with: its texts, what it knows beside them, and the settings that are chosen by both. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import type { EngineModule } from '../engines/engine.ts'
import { loadEngine } from '../engines/load-engine.ts'
import { LstmError } from '../errors.ts'
import { threadCount } from '../model/thread-count.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import { type Naming, refuseIdle, withoutIdle } from '../settings/table.ts'
import { answerFold } from '../training/cross-validation.ts'
import type { NoticeEvent, ProgressEvent } from '../training/events.ts'
import type { Known } from '../training/known.ts'
import { machineSpeed } from '../training/machine-speed.ts'
import { type Planned, settingsFor } from '../training/plan.ts'
import type { Allowance } from '../training/time-plan.ts'
import { Watch } from '../training/watch.ts'
import type { CheckedTraining } from './checked-training.ts'
import { corpusOf, toldAsEvents } from './corpus-of.ts'
import { type FurtherReading, knownBeside, type Named } from './known/known-beside.ts'
import { knownModel } from './known/known-model.ts'
import { knownWords, refuseBeside } from './known/known-words.ts'
import { triedStart } from './known/tried-start.ts'
import { usualColumns } from './known/unlabelled-words.ts'

type Tell = (event: ProgressEvent | NoticeEvent) => void

export interface PreparedTraining {
  readonly corpus: TokenisedCorpus
  readonly planned: Planned
  readonly openSkipGram: EngineModule['openSkipGram']
  readonly known: Known
  /** Where the time is given. */
  readonly watch: Watch | undefined
}

/** @throws LstmError 'data', 'model' for what cannot be read; 'usage' for a setting that does nothing to these texts */
export async function preparedTraining(
  checked: CheckedTraining,
  tell: Tell,
  signal: AbortSignal,
): Promise<PreparedTraining> {
  const { preset, given, vectorsFrom, nameOf } = checked
  const { minutes, folds } = checked.hyperparameters
  if (checked.byHand) tell({ event: 'notice', message: setByHand(checked.byHand, nameOf) })
  const watch = minutes > 0 ? new Watch(minutes) : undefined
  const texts = await readTexts(checked, tell, signal)
  const { corpus, reading } = texts
  const named = await namedKnown(checked, texts)
  if (vectorsFrom) refuseBeside(named, given, vectorsFrom, nameOf)

  const speed = watch ? machineSpeed() : 1
  const threads = threadCount(checked.settings)
  const left = () => watch && { seconds: watch.left() / (folds + 1), speed, threads }
  const plannedFor = (known: Known) => settingsFor(corpus, preset, given, left(), known)
  const tried = checked.triesStart ? await startTried(checked, texts, named, plannedFor, left()) : undefined
  const known = tried ? tried.known : named
  const { hyperparameters, reasons } = plannedFor(known)
  refuseIdle(hyperparameterTable, given, hyperparameters, nameOf)
  refuseIdleTest(corpus, given, hyperparameters, nameOf)
  const planned = {
    hyperparameters: withoutIdle(hyperparameterTable, hyperparameters),
    reasons: tried ? [...reasons, tried.reason] : reasons,
  }
  return { corpus, planned, openSkipGram: reading.openSkipGram, known, watch }
}

function setByHand(setting: string, nameOf: Naming): string {
  return `${nameOf(setting)} sets the network by hand, so all else is as in the preset official: with ${nameOf('preset')} auto it is chosen for these texts`
}

/** The texts as they were read, with what reads further words for them. */
interface ReadTexts {
  readonly corpus: TokenisedCorpus
  /** The model to go on from, where one is named. */
  readonly from: Named['from']
  readonly reading: FurtherReading
}

async function readTexts(checked: CheckedTraining, tell: Tell, signal: AbortSignal): Promise<ReadTexts> {
  const { data, test, from: place, given, hyperparameters, settings, nameOf } = checked
  const { extraWords, seed } = hyperparameters
  const from = place === undefined ? undefined : { place, model: await knownModel(place, given, nameOf) }
  const { tokenizer } = from?.model.hyperparameters ?? hyperparameters
  const corpus = await corpusOf(data, {
    ...{ purpose: 'training', tokenizer, test, signal, threads: settings.threads },
    ...toldAsEvents(tell),
  })
  const { openSkipGram } = await loadEngine(settings.engine)
  return { corpus, from, reading: { tokenizer, extraWords, seed, openSkipGram, tell, signal } }
}

/** What is known by what the options name. */
function namedKnown(checked: CheckedTraining, { corpus, from, reading }: ReadTexts): Promise<Known> {
  const { wordVectors, unlabelled: files, given } = checked
  const dimension = given.dimension ?? usualColumns
  return knownBeside(
    corpus,
    {
      from,
      wordVectors,
      unlabelled: files.length > 0 ? { files, dimension } : undefined,
    },
    reading,
  )
}

/** Whether the training starts from the model that comes with the package, as folds of the texts say. */
function startTried(
  { given, settings, wordVectors }: CheckedTraining,
  { corpus, reading }: ReadTexts,
  named: Known,
  plannedFor: (known: Known) => Planned,
  left: Allowance | undefined,
) {
  const { openSkipGram, tell, signal } = reading
  return triedStart(corpus, {
    ...{ given, plannedFor, left, tell, named, threads: threadCount(settings) },
    vectorsBeside: async from =>
      wordVectors === undefined ? {} : knownWords(wordVectors, corpus, { ...reading, from, tell: () => {} }),
    answer: (planned, known, fold, onProgress) =>
      answerFold(corpus, planned, fold, { settings, openSkipGram, signal, known, onProgress }),
  })
}

/** Where the test texts come from is known when the data is. None held out, and all of them, are what there is anyway. */
function refuseIdleTest(
  { test }: TokenisedCorpus,
  given: Partial<Hyperparameters>,
  { testPortion }: Hyperparameters,
  nameOf: Naming,
): void {
  const [size, portion] = [nameOf('testSize'), nameOf('testPortion')]
  if (test && given.testPortion) {
    throw new LstmError('usage', `${portion} does nothing: the data has test texts of its own`, {
      hint: 'leave it out',
    })
  }
  if (!test && testPortion === 0 && given.testSize) {
    throw new LstmError('usage', `${size} does nothing where no text is held out for testing`, {
      hint: `leave it out, or hold some out with ${portion} 0.2`,
    })
  }
}

/** How good settings are on texts that their models have not seen: one training for each fold, on all others. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import { TextDataset } from '../data/dataset.ts'
import type { DataRequest } from '../data/load-corpus.ts'
import type { EngineModule } from '../engines/engine.ts'
import { type Evaluation, evaluation } from '../evaluation/evaluation.ts'
import { inModelTerms, kindFor } from '../evaluation/model-terms.ts'
import { Classifier } from '../model/classifier.ts'
import type { FoldFigures, Model } from '../model/model.ts'
import { threadCount } from '../model/thread-count.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { ProgressEvent } from './events.ts'
import { heeding } from './heeding.ts'
import type { Known } from './known.ts'
import type { NgramFits } from './ngrams/ngram-fits.ts'
import type { Planned } from './plan.ts'
import { type Fold, foldTexts } from './prepare.ts'
import { type Opening, openedIn, trainingRun } from './run.ts'
import { freshSession } from './session.ts'
import { MemoryStore } from './store.ts'
import { ModelTraining } from './training.ts'
import { Watch } from './watch.ts'

export interface FoldOptions {
  readonly settings: RunSettings
  readonly openSkipGram: EngineModule['openSkipGram']
  readonly signal: AbortSignal
  /** That the training of a fold may take; undefined: as long as it takes. */
  readonly minutes?: number | undefined
  readonly known?: Known | undefined
  /** Of n-grams, which trainings with the same ones need not make again. */
  readonly fits?: NgramFits | undefined
  /** Told how far a training is: what it is at, and which share of that is done, in [0, 1]. */
  readonly onProgress?: ((part: TrainingPart, share: number) => void) | undefined
}

export type TrainingPart = ProgressEvent['phase'] | 'network'

/** A model that was trained on all texts but a fold's, and what it answers to these. */
interface FoldAnswers {
  readonly model: Model
  /** Texts trained on. */
  readonly train: number
  /** [n, classes] row-major */
  readonly probabilities: Float32Array
  /** [n] */
  readonly labels: Int32Array
  /** [n] Which texts of the corpus they are. */
  readonly places: Int32Array
}

/** Trains on all texts but a fold's, and measures the model on these. @throws LstmError 'interrupted' when the signal is aborted */
export async function measureFold(
  corpus: TokenisedCorpus,
  planned: Planned,
  fold: Fold,
  options: FoldOptions,
): Promise<FoldFigures> {
  const { model, train, probabilities, labels } = await answerFold(corpus, planned, fold, options)
  return figuresOf(evaluation({ probabilities, labels, labelNames: model.labels }), { ...fold, train })
}

/**
 * The model of a training in memory.
 *
 * @param fold that it leaves out; undefined: it is of all texts
 * @param source where they come from, as the model keeps it
 * @throws LstmError 'interrupted' when the signal is aborted
 */
export async function trainedModel(
  corpus: TokenisedCorpus,
  planned: Planned,
  { settings, openSkipGram, signal, minutes, known, fits, onProgress = () => {} }: FoldOptions,
  { fold, source }: { readonly fold?: Fold; readonly source?: DataRequest | undefined },
): Promise<Model> {
  const watch = minutes === undefined ? undefined : new Watch(minutes)
  const open: Opening = asked => {
    const tell = heeding(signal, asked)
    return openedIn(new MemoryStore(), () =>
      freshSession(corpus, source, planned, {
        ...{ openSkipGram, tell, watch, fold, known, fits },
        threads: threadCount(settings),
      }),
    )
  }
  const training = new ModelTraining(calls => trainingRun(open, { settings, signal }, calls))
  let updates = 0
  for await (const event of training) {
    if (event.event === 'progress') onProgress(event.phase, event.share)
    if (event.event === 'start') ({ updates } = event)
    if (event.event === 'update') onProgress('network', event.update / updates)
  }
  return training.model
}

/** Trains on all texts but a fold's, and asks the model for these. @throws LstmError 'interrupted' when the signal is aborted */
export async function answerFold(
  corpus: TokenisedCorpus,
  planned: Planned,
  fold: Fold,
  options: FoldOptions,
): Promise<FoldAnswers> {
  const { settings } = options
  const model = await trainedModel(corpus, planned, options, { fold })
  const { train, heldOut } = foldTexts(corpus, planned.hyperparameters, fold)
  const classifier = await Classifier.open(model, settings, { kind: kindFor(corpus, model) })
  try {
    const texts = heldOut.all()
    const probabilities = await classifier.probabilities(inModelTerms(texts, corpus, classifier))
    return { model, train: train.size, probabilities, labels: texts.labels, places: heldOut.places() }
  } finally {
    await classifier.dispose()
  }
}

/** Texts that are asked one by one. */
const asked = 25

/** The median of the milliseconds that one text takes a model by itself, of some of the training texts. */
export async function latencyOf(
  model: Model,
  corpus: TokenisedCorpus,
  settings: RunSettings,
  now: () => number = () => performance.now(),
): Promise<number> {
  const classifier = await Classifier.open(model, settings, { kind: kindFor(corpus, model) })
  const texts = new TextDataset(corpus.train)
  const times: number[] = []
  try {
    for (let n = 0; n < Math.min(asked, texts.size); n++) {
      const text = texts.view(Int32Array.of(Math.floor((n * texts.size) / asked))).all()
      const begin = now()
      await classifier.probabilities(inModelTerms(text, corpus, classifier))
      times.push(now() - begin)
    }
  } finally {
    await classifier.dispose()
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0
}

function figuresOf(
  { examples, accuracy, macroF1, cost, classes }: Evaluation,
  { index, of, train }: Fold & { readonly train: number },
): FoldFigures {
  const unanswered = classes.filter(({ support, precision }) => support > 0 && precision === null)
  return {
    ...{ fold: index + 1, folds: of, train, examples, accuracy, macroF1, cost },
    unanswered: unanswered.map(({ label }) => label),
  }
}

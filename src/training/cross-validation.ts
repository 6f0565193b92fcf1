/** How good settings are on texts that their models have not seen: one training for each fold, on all others. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import type { TextDataset } from '../data/dataset.ts'
import type { EngineModule } from '../engines/engine.ts'
import { type Evaluation, evaluation } from '../evaluation/evaluation.ts'
import { inModelTerms, kindFor } from '../evaluation/model-terms.ts'
import { Classifier } from '../model/classifier.ts'
import type { FoldFigures, Model } from '../model/model.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { Known } from './known.ts'
import type { Planned } from './plan.ts'
import { type Fold, foldTexts } from './prepare.ts'
import { type Opening, openedIn, trainingRun } from './run.ts'
import { freshSession } from './session.ts'
import { MemoryStore } from './store.ts'
import { ModelTraining } from './training.ts'
import { Watch } from './watch.ts'

interface FoldOptions {
  readonly settings: RunSettings
  readonly openSkipGram: EngineModule['openSkipGram']
  readonly signal: AbortSignal
  /** That the training of a fold may take; undefined: as long as it takes. */
  readonly minutes?: number | undefined
  readonly known?: Known | undefined
}

/** A model that was trained on all texts but a fold's, and what it answers to these. */
interface FoldAnswers {
  readonly model: Model
  /** Texts trained on. */
  readonly train: number
  /** [n, classes] row-major */
  readonly probabilities: Float32Array
  /** [n] */
  readonly labels: Int32Array
  /** The median of the milliseconds that one text took by itself, of some that were asked. */
  readonly latency: number
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

/** Trains on all texts but a fold's, and asks the model for these. @throws LstmError 'interrupted' when the signal is aborted */
export async function answerFold(
  corpus: TokenisedCorpus,
  planned: Planned,
  fold: Fold,
  { settings, openSkipGram, signal, minutes, known }: FoldOptions,
): Promise<FoldAnswers> {
  const watch = minutes === undefined ? undefined : new Watch(minutes)
  const open: Opening = tell =>
    openedIn(new MemoryStore(), () =>
      freshSession(corpus, undefined, planned, { openSkipGram, tell, watch, fold, known }),
    )
  const model = await new ModelTraining(calls => trainingRun(open, { settings, signal }, calls)).model
  const { train, heldOut } = foldTexts(corpus, planned.hyperparameters, fold)
  const classifier = await Classifier.open(model, settings, { kind: kindFor(corpus, model) })
  try {
    const texts = heldOut.all()
    const probabilities = await classifier.probabilities(inModelTerms(texts, corpus, classifier))
    const latency = await latencyOf(classifier, heldOut, corpus)
    return { model, train: train.size, probabilities, labels: texts.labels, latency }
  } finally {
    await classifier.dispose()
  }
}

/** Texts that are asked one by one. */
const asked = 25

async function latencyOf(
  classifier: Classifier,
  texts: TextDataset,
  corpus: TokenisedCorpus,
): Promise<number> {
  const times: number[] = []
  for (let n = 0; n < Math.min(asked, texts.size); n++) {
    const text = texts.view(Int32Array.of(Math.floor((n * texts.size) / asked))).all()
    const begin = performance.now()
    await classifier.probabilities(inModelTerms(text, corpus, classifier))
    times.push(performance.now() - begin)
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0
}

export function figuresOf(
  { examples, accuracy, cost, classes }: Evaluation,
  { index, of, train }: Fold & { readonly train: number },
): FoldFigures {
  const f1s = classes.flatMap(({ f1 }) => (f1 === null ? [] : [f1]))
  const macroF1 = f1s.reduce((sum, f1) => sum + f1, 0) / f1s.length
  const unanswered = classes.filter(({ support, precision }) => support > 0 && precision === null)
  return {
    ...{ fold: index + 1, folds: of, train, examples, accuracy, macroF1, cost },
    unanswered: unanswered.map(({ label }) => label),
  }
}

/** How good settings are on texts that their models have not seen: one training for each fold, on all others. */
import type { TokenisedCorpus } from '../data/corpus.ts'
import type { EngineModule } from '../engines/engine.ts'
import { type Evaluation, evaluation } from '../evaluation/evaluation.ts'
import { inModelTerms, kindFor } from '../evaluation/model-terms.ts'
import { Classifier } from '../model/classifier.ts'
import type { FoldFigures } from '../model/model.ts'
import type { RunSettings } from '../settings/run-settings.ts'
import type { Planned } from './plan.ts'
import { type Fold, foldTexts } from './prepare.ts'
import { type Opening, openedIn, trainingRun } from './run.ts'
import { freshSession, type Known } from './session.ts'
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

/** Trains on all texts but a fold's, and measures the model on these. @throws LstmError 'interrupted' when the signal is aborted */
export async function measureFold(
  corpus: TokenisedCorpus,
  planned: Planned,
  fold: Fold,
  { settings, openSkipGram, signal, minutes, known }: FoldOptions,
): Promise<FoldFigures> {
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
    const measured = evaluation({ probabilities, labels: texts.labels, labelNames: model.labels })
    return figuresOf(measured, { ...fold, train: train.size })
  } finally {
    await classifier.dispose()
  }
}

function figuresOf(
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

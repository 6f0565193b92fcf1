/**
 * A text classifier: load one, train one of texts of your own, measure it. What is exported here is what is promised.
 *
 * Importing this does nothing: no thread, no file, no network, no output, no listener on the process. Whatever a user can mend
 * is thrown as an `LstmError`, whose `code` is stable.
 *
 * @packageDocumentation
 */

/// <reference lib="esnext.disposable" preserve="true" />

export type { CheckedCorpus, CorpusCheck } from './check/check-corpus.ts'
export type { FindingKind, Severity } from './check/finding.ts'
export type { Lengths } from './check/length-check.ts'
export type { Outlook } from './check/outlook.ts'
export type { ShownFinding, ShownText } from './check/shown-findings.ts'
export type { LabelledRow, LabelledRows } from './data/labelled-rows.ts'
export type { AnsweredText } from './data/predictions.ts'
export { type ErrorCode, LstmError } from './errors.ts'
export type { ReliabilityBin } from './evaluation/calibration.ts'
export type { ComparedModel, ComparedPair, Estimate } from './evaluation/comparison.ts'
export type { Evaluation, LabelEvaluation } from './evaluation/evaluation.ts'
export type { ClassMetrics } from './evaluation/metrics.ts'
export type { SelectionCounts } from './evaluation/selection.ts'
export type { ThresholdTable } from './evaluation/threshold-tables.ts'
export type { Answer, Likelihood, PredictOptions } from './library/answer.ts'
export { type CheckRowsOptions, check } from './library/check-texts.ts'
export type { TrainOptions } from './library/checked-training.ts'
export { compare } from './library/comparison/compare-models.ts'
export type { CompareOptions, Comparison, Disagreement } from './library/comparison/contest.ts'
export { evaluate, evaluateAnswers } from './library/evaluate.ts'
export { type EventLog, type LogOptions, openLog } from './library/event-log.ts'
export { type LearnOptions, type Lesson, learn } from './library/learning/learning.ts'
export type { KeptBeforeAndAfter } from './library/learning/lesson.ts'
export { type LoadOptions, load } from './library/load.ts'
export type { EvaluateOptions, Measured } from './library/measure.ts'
export { type PlannedTraining, planTraining } from './library/plan-training.ts'
export { type CorpusFiles, type ReadCorpusOptions, readCorpus } from './library/read-corpus.ts'
export { type ResumeOptions, resume } from './library/resume.ts'
export type { RunOptions } from './library/run-options.ts'
export type {
  SearchEvent,
  SearchOptions,
  SearchStart,
  TrialEvent,
  TrialProgress,
  WinnerEvent,
} from './library/search/search-events.ts'
export { search } from './library/search/start-search.ts'
export { type Training, train } from './library/start-training.ts'
export type { TextModel } from './library/text-model.ts'
export type { ExplainedToken, Explanation } from './model/explanation.ts'
export type { Model, Provenance } from './model/model.ts'
export type { Hyperparameters } from './settings/hyperparameters.ts'
export type { PresetName } from './settings/presets.ts'
export type { RunSettings } from './settings/run-settings.ts'
export type { RightBeforeAndAfter } from './training/corrections.ts'
export type { Validation } from './training/early-stopping.ts'
export type {
  EarlierEvent,
  EndEvent,
  MeasuredResult,
  NoticeEvent,
  ProgressEvent,
  StartEvent,
  TrainingEvent,
} from './training/events.ts'
export type { LoopEvent } from './training/loop.ts'
export { type Earlier, MemoryStore, type SavedTraining, type Store } from './training/store.ts'

/** The decision that a model is to answer by. */
import { LstmError } from '../errors.ts'
import type { Model } from '../model/model.ts'
import { chooser } from '../model/prediction.ts'
import type { Decision } from '../model/rule.ts'
import type { Answers } from './evaluation.ts'
import { type DecisionFigures, decisionFigures, decisionFor, Unkept, type Wish } from './thresholds.ts'

/** What a decision is and does. */
export interface FoundDecision {
  readonly decision: Decision
  /** On the texts that it was found by; null where it was found before. */
  readonly found: DecisionFigures | null
  /** On the texts measured. */
  readonly measured: DecisionFigures
}

/**
 * The decision that keeps the wish, found by the texts that the model kept for it; where it kept none, by those measured. Without a
 * wish, the one that the model keeps.
 *
 * @throws LstmError 'data' where so many texts cannot promise it
 */
export function decide(
  wish: Wish | undefined,
  model: Pick<Model, 'labels' | 'heldOut' | 'decision'>,
  answers: Answers,
): FoundDecision | undefined {
  const figures = (of: Answers, decision: Decision) =>
    decisionFigures(of, chooser(of.labelNames, decision), decision.costs)
  if (!wish) {
    const { decision } = model
    return decision && { decision, found: null, measured: figures(answers, decision) }
  }
  const heldOut = model.heldOut ? { ...model.heldOut, labelNames: model.labels } : answers
  try {
    const decision = decisionFor(heldOut, wish)
    return { decision, found: figures(heldOut, decision), measured: figures(answers, decision) }
  } catch (error) {
    if (!(error instanceof Unkept)) throw error
    throw new LstmError('data', error.message, {
      hint: model.heldOut
        ? 'these are the texts held out of the training: ask for less, or train with more texts (--validation-portion holds more of them out)'
        : 'ask for less, or give more texts',
      cause: error,
    })
  }
}

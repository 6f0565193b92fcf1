/** The decision that a model is to answer by. */
import { LstmError } from '../errors.ts'
import { crc32 } from '../formats/crc32.ts'
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
  /** Whether these are the very texts that it was found by: what it keeps on them is no proof. */
  readonly foundHere: boolean
}

/**
 * The decision that keeps the wish, found by the texts that the model kept for it; where it kept none, by those measured. Without a
 * wish, the one that the model keeps.
 *
 * @throws LstmError 'data' where so many texts cannot promise it
 */
export function decide(
  wish: Wish | undefined,
  model: DecidingModel,
  answers: Answers,
): FoundDecision | undefined {
  const figures = (of: Answers, decision: Decision) =>
    decisionFigures(of, chooser(of.labelNames, decision), decision.costs)
  if (!wish) {
    const { decision } = model
    return (
      decision && {
        ...{ decision, found: null, measured: figures(answers, decision) },
        foundHere: decision.answers === checksum(answers),
      }
    )
  }
  const heldOut = model.heldOut ? { ...model.heldOut, labelNames: model.labels } : answers
  try {
    const found = decisionFor(heldOut, wish)
    const decision = wish.costs ? found : { ...found, answers: checksum(heldOut) }
    return {
      ...{ decision, found: figures(heldOut, decision), measured: figures(answers, decision) },
      foundHere: decision.answers === checksum(answers),
    }
  } catch (error) {
    if (!(error instanceof Unkept)) throw error
    throw new LstmError('data', error.message, {
      hint: hintFor(model),
      cause: error,
    })
  }
}

/** What of a model says how it is to answer; its provenance tells of how many texts it was made. */
type DecidingModel = Pick<Model, 'labels' | 'heldOut' | 'decision'> & Partial<Pick<Model, 'provenance'>>

function hintFor({ heldOut, provenance }: DecidingModel): string {
  if (!heldOut) return 'ask for less, or give more texts'
  const { train, validation } = provenance?.results ?? {}
  const all = (train?.examples ?? 0) + (validation?.examples ?? 0)
  // Where each text was held out in turn, no more can be.
  const more = heldOut.labels.length < all ? ' (--validation-portion holds more of them out)' : ''
  return `these are the texts held out of the training: ask for less, or train with more texts${more}`
}

/** The same for the same answers to texts of the same labels, in whatever order; for others hardly ever. */
function checksum({ probabilities, labels }: Answers): number {
  const classes = probabilities.length / labels.length
  const row = new Float32Array(classes + 1)
  const bytes = new Uint8Array(row.buffer)
  return labels.reduce((sum, label, i) => {
    row.set(probabilities.subarray(i * classes, (i + 1) * classes))
    row[classes] = label
    return (sum + crc32(bytes)) % 2 ** 48
  }, 0)
}

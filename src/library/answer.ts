import type { Explanation } from '../model/explanation.ts'
import type { Rule, uncertainLabel } from '../model/rule.ts'

/** How an answer is made, and what is told with it. At most one of `threshold`, `abstain` and `topK` may be given. */
export interface PredictOptions<Label extends string = string> extends Pick<Rule, 'abstain' | 'topK'> {
  /** This label is the answer from this probability of it on, below it the most probable of the others. */
  readonly threshold?: { readonly label: Label; readonly probability: number }
  /** Tell what each word says: its exact share of the answer's log-odds against the next most probable label. */
  readonly explain?: boolean | undefined
  /** 'kept': answer by the decision that the model keeps (`lstm eval --keep`), where it keeps one. */
  readonly decide?: 'kept' | undefined
}

/** A label and its probability, in [0, 1]. */
export interface Likelihood<Label extends string = string> {
  readonly label: Label
  readonly probability: number
}

/**
 * The answer to one text. What it holds follows what was asked: with `topK` it has `top` in the place of `probabilities`, with
 * `explain` an `explanation`, and with `abstain` or `decide` its label may be 'uncertain'.
 */
export type Answer<Label extends string = string, Asked extends PredictOptions = object> = {
  readonly text: string
  readonly label:
    | Label
    | Where<Asked, 'abstain', typeof uncertainLabel, never>
    | Where<Asked, 'decide', typeof uncertainLabel, never>
  /** Of `label`, in [0, 1]; of the most probable label where the answer is 'uncertain'. */
  readonly probability: number
} & Where<Asked, 'topK', Top<Label>, Probabilities<Label>> &
  Where<Asked, 'explain', { readonly explanation: Explanation }, unknown>

interface Top<Label extends string> {
  /** The most probable labels, best first. */
  readonly top: readonly Likelihood<Label>[]
}

interface Probabilities<Label extends string> {
  /** Of all labels, in the model's order. */
  readonly probabilities: readonly Likelihood<Label>[]
}

/** `Yes` where the options are known to ask for it, `No` where they are known not to, and what both leave open elsewhere. */
type Where<Asked, Option extends keyof PredictOptions, Yes, No> = Option extends keyof Asked
  ? Asked[Option] extends false | undefined
    ? No
    : Asked[Option] extends number | true
      ? Yes
      : Yes extends string
        ? Yes
        : Partial<Yes> & (unknown extends No ? unknown : Partial<No>)
  : No

/** The rule that a model answers by, in its file: metadata. A program that does not know it would answer otherwise. */
import type { Costs, Decision, Threshold } from '../../model/rule.ts'
import { count, finite, list, object, optional, parsed, share, text, within } from '../schema.ts'
import type { Part } from './part.ts'

const name = 'decision'

export const keptDecision = object<Decision>({
  threshold: optional(list(object<Threshold>({ label: text, probability: share }))),
  abstain: optional(share),
  costs: optional(object<Costs>({ answers: list(list(finite)), uncertain: optional(list(finite)) })),
  texts: count,
  answers: optional(count),
  promise: text,
})

export const decisionPart: Part<Decision> = {
  essential: true,
  encode: decision => ({ metadata: { [name]: JSON.stringify(decision) }, tensors: {} }),
  decode({ metadata }) {
    const stored = metadata[name]
    return stored === undefined ? undefined : within(`its ${name}`, () => keptDecision(parsed(stored)))
  },
}

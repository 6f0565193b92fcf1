import { LstmError } from '../errors.ts'
import { listed } from '../printable.ts'
import type { Naming } from '../settings/table.ts'
import { counted } from '../wording.ts'
import type { Model } from './model.ts'
import { type Rule, type Threshold, uncertainLabel } from './rule.ts'

/** Of two labels, one without a label is for the second. */
export type AskedThreshold = Partial<Threshold> & Pick<Threshold, 'probability'>

/**
 * The rule that was asked for; where none was, the decision that the model keeps.
 *
 * @throws LstmError 'usage' when such a model cannot answer by it
 */
export function askedRule(
  asked: Pick<Rule, 'abstain' | 'topK'> & { readonly threshold?: AskedThreshold },
  { labels, decision }: Pick<Model, 'labels' | 'decision'>,
  nameOf: Naming,
): Rule {
  if (Object.keys(asked).length === 0 && decision) return decision
  const { threshold, ...rule } = asked
  if (rule.abstain !== undefined && labels.includes(uncertainLabel)) {
    throw new LstmError('usage', `this model has a label '${uncertainLabel}' of its own`, {
      hint: `leave ${nameOf('abstain')} out, and judge by the probabilities of --format json`,
    })
  }
  if (!threshold) return rule
  return { ...rule, threshold: { ...threshold, label: thresholdLabel(threshold, labels, nameOf) } }
}

function thresholdLabel(
  { label, probability }: AskedThreshold,
  labels: readonly string[],
  nameOf: Naming,
): string {
  const name = nameOf('threshold')
  if (label !== undefined) {
    requireLabel(name, label, labels)
    return label
  }
  const [first, second] = labels
  if (labels.length === 2 && second !== undefined) return second
  throw new LstmError('usage', `${name}: this model has ${counted(labels.length, 'label')}; name the one`, {
    hint: `as in ${name} '${first}=${probability}'; the labels are ${listed(labels)}`,
  })
}

/** @throws LstmError 'usage' where the model has no such label */
export function requireLabel(option: string, label: string, labels: readonly string[]): void {
  if (labels.includes(label)) return
  throw new LstmError('usage', `${option}: this model has no label '${label}'`, {
    hint: `its labels are ${listed(labels)}`,
  })
}

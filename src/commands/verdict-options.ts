/** The flags of `lstm predict` that say how probabilities become an answer. */
import { type AskedThreshold, askedRule } from '../model/asked-rule.ts'
import type { Model } from '../model/model.ts'
import { type Rule, type Threshold, uncertainLabel } from '../model/rule.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import {
  flag,
  given,
  maximumCount,
  type NumberRange,
  parseNumber,
  refuseTogether,
} from '../settings/table.ts'
import { say } from './output.ts'

const probability: NumberRange = { kind: 'number', minimum: 0, maximum: 1 }

export const verdictFlags = {
  '--threshold <label=p>': {
    help: 'give this label when its probability is at least this, else the most probable other; a number alone is for the second of two labels (default: the most probable label)',
    parse: parseThreshold,
  },
  '--abstain <p>': {
    help: `the label '${uncertainLabel}' is given when the largest probability is below this`,
    range: probability,
  },
  '--top-k <n>': {
    help: 'the n most probable labels, best first: label<TAB>probability for each, then the text; in json `top` instead of `probabilities`',
    range: { kind: 'integer', minimum: 1, maximum: maximumCount },
  },
  '--most-probable': 'the most probable label, whatever decision the model keeps (see eval --keep)',
} as const satisfies Flags

type VerdictOptions = Given<typeof verdictFlags>

/** @throws LstmError 'usage' when more than one of them was given: they give different answers to the same text */
export function checkVerdict(options: VerdictOptions): void {
  refuseTogether(options, ['threshold', 'abstain', 'topK', 'mostProbable'], flag)
}

/** The rule for a model; says which label a bare threshold is for. @throws LstmError 'usage' as `askedRule` */
export function verdictRule(options: VerdictOptions, model: Pick<Model, 'labels' | 'decision'>): Rule {
  const asked = given(options, ['threshold', 'abstain', 'topK'])
  const rule = askedRule(asked, options.mostProbable ? { labels: model.labels } : model, flag)
  if (options.threshold?.label !== undefined || !('threshold' in asked)) return rule
  const { label, probability } = rule.threshold as Threshold
  say(`lstm: --threshold ${probability} is for the label '${label}', as '${label}=${probability}' is`)
  return rule
}

/** 'positive=0.7' or '0.7'; a label may hold '=' itself. */
function parseThreshold(text: string): AskedThreshold {
  const at = text.lastIndexOf('=')
  return {
    ...(at >= 0 && { label: text.slice(0, at) }),
    probability: parseNumber('--threshold', probability, text.slice(at + 1)),
  }
}

/** The flags of `lstm predict` that say how probabilities become an answer. */
import { LstmError } from '../errors.ts'
import type { Model } from '../model/model.ts'
import { type Rule, type Threshold, uncertainLabel } from '../model/rule.ts'
import { listed } from '../printable.ts'
import {
  flag,
  given,
  type IntegerRange,
  maximumCount,
  type NumberRange,
  parseNumber,
  refuseTogether,
} from '../settings/table.ts'
import { counted } from '../wording.ts'
import type { Flags, Given } from './flags.ts'
import { say } from './output.ts'

const probability: NumberRange = { kind: 'number', minimum: 0, maximum: 1 }
const count: IntegerRange = { kind: 'integer', minimum: 1, maximum: maximumCount }

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
    range: count,
  },
  '--most-probable': 'the most probable label, whatever decision the model keeps (see eval --keep)',
} as const satisfies Flags

type VerdictOptions = Given<typeof verdictFlags>

/** @throws LstmError 'usage' when more than one of them was given: they give different answers to the same text */
export function checkVerdict(options: VerdictOptions): void {
  refuseTogether(options, ['threshold', 'abstain', 'topK', 'mostProbable'], flag)
}

/**
 * The rule for a model with these labels; says which label a bare threshold is for.
 *
 * @throws LstmError 'usage' when such a model cannot answer by it
 */
export function verdictRule(
  options: VerdictOptions,
  { labels, decision }: Pick<Model, 'labels' | 'decision'>,
): Rule {
  const { threshold, mostProbable } = options
  const asked = given(options, ['abstain', 'topK'])
  if (!threshold && Object.keys(asked).length === 0 && !mostProbable && decision) return decision
  if (asked.abstain !== undefined && labels.includes(uncertainLabel)) {
    throw new LstmError('usage', `this model has a label '${uncertainLabel}' of its own`, {
      hint: `leave --abstain out, and judge by the probabilities of --format json`,
    })
  }
  return { ...asked, ...(threshold && { threshold: { ...threshold, label: labelOf(threshold, labels) } }) }
}

function labelOf({ label, probability }: GivenThreshold, labels: readonly string[]): string {
  if (label !== undefined) {
    requireLabel('--threshold', label, labels)
    return label
  }
  const [first, second] = labels
  if (labels.length !== 2 || second === undefined) {
    const message = `--threshold: this model has ${counted(labels.length, 'label')}; name the one`
    throw new LstmError('usage', message, {
      hint: `as in --threshold '${first}=${probability}'; the labels are ${listed(labels)}`,
    })
  }
  say(`lstm: --threshold ${probability} is for the label '${second}', as '${second}=${probability}' is`)
  return second
}

/** @throws LstmError 'usage' where the model has no such label */
export function requireLabel(flag: string, label: string, labels: readonly string[]): void {
  if (labels.includes(label)) return
  throw new LstmError('usage', `${flag}: this model has no label '${label}'`, {
    hint: `its labels are ${listed(labels)}`,
  })
}

/** Of two labels, a number alone is for the second. */
type GivenThreshold = Partial<Threshold> & Pick<Threshold, 'probability'>

/** 'positive=0.7' or '0.7'; a label may hold '=' itself. */
function parseThreshold(text: string): GivenThreshold {
  const at = text.lastIndexOf('=')
  return {
    ...(at >= 0 && { label: text.slice(0, at) }),
    probability: parseNumber('--threshold', probability, text.slice(at + 1)),
  }
}

/** The flags of `lstm predict` that say how probabilities become an answer. */
import { type Command, Option } from 'commander'
import { LstmError } from '../errors.ts'
import type { Model } from '../model/model.ts'
import { type Rule, uncertainLabel } from '../model/rule.ts'
import { listed } from '../printable.ts'
import { type IntegerRange, maximumCount, type NumberRange, parseNumber } from '../settings/table.ts'
import { counted } from '../wording.ts'
import { say } from './output.ts'
import { addSwitch } from './settings.ts'

export interface VerdictOptions {
  readonly threshold?: Threshold
  readonly abstain?: number
  readonly topK?: number
  readonly mostProbable?: boolean
}

/** As it was given; of two labels, a number alone is for the second. */
interface Threshold {
  readonly label: string | undefined
  readonly probability: number
}

const flags = {
  threshold: '--threshold',
  abstain: '--abstain',
  topK: '--top-k',
  mostProbable: '--most-probable',
} as const satisfies Record<keyof VerdictOptions, string>
const probability: NumberRange = { kind: 'number', minimum: 0, maximum: 1 }
const count: IntegerRange = { kind: 'integer', minimum: 1, maximum: maximumCount }

export function addVerdictOptions(command: Command): Command {
  command
    .addOption(
      new Option(
        `${flags.threshold} <label=p>`,
        'give this label when its probability is at least this, else the most probable other; a number alone is for the second of two labels (default: the most probable label)',
      ).argParser(parseThreshold),
    )
    .addOption(
      new Option(
        `${flags.abstain} <p>`,
        `the label '${uncertainLabel}' is given when the largest probability is below this`,
      ).argParser(text => parseNumber(flags.abstain, probability, text)),
    )
    .addOption(
      new Option(
        `${flags.topK} <n>`,
        'the n most probable labels, best first: label<TAB>probability for each, then the text; in json `top` instead of `probabilities`',
      ).argParser(text => parseNumber(flags.topK, count, text)),
    )
  return addSwitch(
    command,
    flags.mostProbable,
    'the most probable label, whatever decision the model keeps (see eval --keep)',
  )
}

/** @throws LstmError 'usage' when more than one of them was given: they give different answers to the same text */
export function checkVerdict(options: VerdictOptions): void {
  const given = Object.keys(flags) as (keyof VerdictOptions)[]
  const [first, second] = given.filter(name => options[name] !== undefined)
  if (first && second) throw new LstmError('usage', `${flags[first]} does not go with ${flags[second]}`)
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
  const { threshold, abstain, topK, mostProbable } = options
  if (threshold === undefined && abstain === undefined && topK === undefined && !mostProbable && decision) {
    return decision
  }
  if (abstain !== undefined && labels.includes(uncertainLabel)) {
    throw new LstmError('usage', `this model has a label '${uncertainLabel}' of its own`, {
      hint: `leave ${flags.abstain} out, and judge by the probabilities of --format json`,
    })
  }
  return {
    ...(threshold && {
      threshold: { label: thresholdLabel(threshold, labels), probability: threshold.probability },
    }),
    ...(abstain !== undefined && { abstain }),
    ...(topK !== undefined && { topK }),
  }
}

function thresholdLabel({ label, probability }: Threshold, labels: readonly string[]): string {
  if (label === undefined) {
    const [, second] = labels
    if (labels.length !== 2 || second === undefined) {
      throw new LstmError(
        'usage',
        `${flags.threshold}: this model has ${counted(labels.length, 'label')}; name the one`,
        {
          hint: `as in ${flags.threshold} '${labels[0]}=${probability}'; the labels are ${listed(labels)}`,
        },
      )
    }
    say(
      `lstm: ${flags.threshold} ${probability} is for the label '${second}', as '${second}=${probability}' is`,
    )
    return second
  }
  if (labels.includes(label)) return label
  throw new LstmError('usage', `${flags.threshold}: this model has no label '${label}'`, {
    hint: `its labels are ${listed(labels)}`,
  })
}

/** 'positive=0.7' or '0.7'; a label may hold '=' itself. */
function parseThreshold(text: string): Threshold {
  const at = text.lastIndexOf('=')
  return {
    label: at < 0 ? undefined : text.slice(0, at),
    probability: parseNumber(flags.threshold, probability, text.slice(at + 1)),
  }
}

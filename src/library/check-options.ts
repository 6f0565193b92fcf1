import { LstmError } from '../errors.ts'
import { requireLabel } from '../model/asked-rule.ts'
import { uncertainLabel } from '../model/rule.ts'
import { namesHint } from '../nearest-name.ts'
import {
  type IntegerRange,
  isValue,
  maximumCount,
  type NumberRange,
  type Row,
  refuseTogether,
  wanted,
} from '../settings/table.ts'
import { kindOf } from '../wording.ts'
import type { PredictOptions } from './answer.ts'

const count: IntegerRange = { kind: 'integer', minimum: 1, maximum: maximumCount }
const probability: NumberRange = { kind: 'number', minimum: 0, maximum: 1 }

/** @throws LstmError 'usage' naming the option that is unknown, has a wrong value, or goes with no model of these labels */
export function checkPredictOptions(options: PredictOptions, labels: readonly string[]): void {
  refuseUnknown(options, ['explain', 'topK', 'threshold', 'abstain', 'decide'])
  const { threshold, abstain, topK, explain, decide } = options
  require(decide, decide === 'kept', 'decide', "'kept'")
  require(explain, typeof explain === 'boolean', 'explain', 'true or false')
  require(topK, isValue(count, topK), 'topK', wanted(count))
  require(abstain, isValue(probability, abstain), 'abstain', wanted(probability))
  const least: unknown = Object(threshold).probability
  require(threshold && (least ?? null), isValue(
    probability,
    least,
  ), 'threshold', `${wanted(probability)} as its probability`)
  if (typeof threshold === 'object' && threshold) refuseUnknown(threshold, ['label', 'probability'])
  refuseTogether(options, ['threshold', 'abstain', 'topK', 'decide'], name => name)
  if (threshold !== undefined) requireLabel('threshold', threshold.label, labels)
  if (abstain !== undefined && labels.includes(uncertainLabel)) {
    throw new LstmError('usage', `this model has a label '${uncertainLabel}' of its own`, {
      hint: 'leave abstain out, and judge by the probabilities',
    })
  }
}

/** @throws LstmError 'usage' for an option that is not one of these: a misspelt one is not passed over */
export function refuseUnknown(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new LstmError('usage', `options are an object, not ${kindOf(options)}`)
  }
  const unknown = Object.keys(options).find(name => !known.includes(name))
  if (unknown === undefined) return
  throw new LstmError('usage', `there is no option '${unknown}'`, {
    hint: namesHint(unknown, known, 'the options are'),
  })
}

/** @throws LstmError 'usage' naming the first option whose value is none of its row; what is undefined is not given */
export function requireValues(
  options: object,
  rows: Readonly<Record<string, Row | IntegerRange | NumberRange>>,
): void {
  for (const [name, row] of Object.entries(rows)) {
    const value: unknown = Object(options)[name]
    require(value, isValue(row, value), name, wanted(row))
  }
}

/** @throws LstmError 'usage' where the value is given, and none of these */
export function requireOneOf(name: string, value: unknown, choices: readonly string[]): void {
  require(value, choices.some(choice => choice === value), name, `one of ${choices.join(', ')}`)
}

/** @throws LstmError 'usage' where it is given, and none that can be listened to */
export function requireSignal(signal: unknown): void {
  require(signal, signal instanceof AbortSignal, 'signal', 'an AbortSignal')
}

function require(value: unknown, holds: boolean, name: string, what: string): void {
  if (value !== undefined && !holds)
    throw new LstmError('usage', `${name} wants ${what}, not '${String(value)}'`)
}

import type { AnsweredText } from '../data/predictions.ts'
import { LstmError } from '../errors.ts'
import { quoted } from '../printable.ts'
import { kindOf } from '../wording.ts'

const hint = 'an answer is an object such as { label: "good", predicted: "bad", probability: 0.7 }'

/** The answer as it is. @throws LstmError 'data' that names its place, for what has no figure: no label, or a probability that is none */
export function checkedAnswer(row: AnsweredText, place: string): AnsweredText {
  const wrong = (what: string) => new LstmError('data', `${place}: ${what}`, { hint })
  const { label, predicted, probability, probabilities = [] } = Object(row) as AnsweredText
  if (typeof label !== 'string') throw wrong(`its label is ${kindOf(label)}, not a string`)
  if (predicted !== undefined && typeof predicted !== 'string') {
    throw wrong(`its predicted is ${kindOf(predicted)}, not a string`)
  }
  if (probability !== undefined && !isProbability(probability)) {
    throw wrong('its probability is no number from 0 to 1')
  }
  if (!Array.isArray(probabilities)) throw wrong('its probabilities are no list of labels with theirs')
  const named = new Set<string>()
  for (const each of probabilities) {
    const { label, probability } = Object(each) as (typeof probabilities)[number]
    if (typeof label !== 'string') throw wrong('its probabilities are no list of labels with theirs')
    if (!isProbability(probability))
      throw wrong(`the probability of ${quoted(label)} is no number from 0 to 1`)
    if (named.has(label)) throw wrong(`${quoted(label)} has two probabilities`)
    named.add(label)
  }
  return row
}

function isProbability(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1
}

import { boolean, fraction, listOf, number, objectOf, string, wholeNumber } from './json-schema.ts'

const probabilities = listOf(objectOf({ label: string, probability: fraction }))

const explanation = objectOf(
  {
    label: string,
    against: string,
    bias: number,
    logOdds: number,
    tokens: listOf(
      objectOf(
        { token: string, contribution: number, known: boolean },
        { start: wholeNumber, end: wholeNumber },
      ),
    ),
  },
  {
    rest: objectOf({ tokens: wholeNumber, contribution: number }),
    groups: listOf(objectOf({ first: wholeNumber, tokens: wholeNumber, contribution: number })),
  },
)

/** A line of `lstm predict --format json`; of a table's rows the columns stand beside these keys, in place of `text`. */
export const predictSchema = objectOf(
  { label: string, probability: fraction, text: string },
  { probabilities, top: probabilities, explanation },
)

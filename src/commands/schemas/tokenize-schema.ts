import { listOf, objectOf, string, strings, wholeNumber } from './json-schema.ts'

/** A line of `lstm tokenize --format json`. */
export const tokenizeSchema = objectOf({ text: string, tokens: strings }, { ids: listOf(wholeNumber) })

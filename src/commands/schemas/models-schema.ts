import { boolean, fraction, listOf, objectOf, string, strings, wholeNumber } from './json-schema.ts'

/** What `lstm models --json` prints. */
export const modelsSchema = objectOf({
  models: listOf(
    objectOf(
      { name: string, path: string, bytes: wholeNumber, written: string },
      {
        unreadable: string,
        labels: strings,
        finished: boolean,
        error: objectOf({ examples: wholeNumber, error: fraction, of: { enum: ['test', 'validation'] } }),
        seenBefore: wholeNumber,
        data: string,
      },
    ),
  ),
})

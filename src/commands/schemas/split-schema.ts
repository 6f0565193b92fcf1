import { fraction, listOf, objectOf, oneOf, string, wholeNumber } from './json-schema.ts'

/** What `lstm split --format json` prints. */
export const splitSchema = objectOf({
  data: string,
  digest: string,
  testPortion: fraction,
  validationPortion: fraction,
  seed: wholeNumber,
  tokenizer: string,
  splits: listOf(
    objectOf({ split: oneOf(['train', 'validation', 'test']), path: string, texts: wholeNumber }),
  ),
})

import { decisionSchema } from './decision-schema.ts'
import {
  anyObject,
  boolean,
  type JsonSchema,
  listOf,
  number,
  objectOf,
  string,
  strings,
  wholeNumber,
} from './json-schema.ts'

const ofModel = objectOf(
  {
    path: string,
    sha256: string,
    formatVersion: string,
    labels: strings,
    parameters: wholeNumber,
    hyperparameters: anyObject('the settings of the training, as docs/settings.md names them'),
    provenance: anyObject('the producer, the data, its digest, the results'),
    tensors: listOf(objectOf({ name: string, shape: listOf(wholeNumber), type: string, bytes: wholeNumber })),
    resumable: boolean,
  },
  {
    sizes: anyObject("the network's"),
    vocabulary: objectOf({ words: wholeNumber, first: strings }),
    ngrams: wholeNumber,
    cascade: anyObject('from which probability on the n-grams answer alone'),
    heldOut: wholeNumber,
    decision: decisionSchema,
  },
)

const words = listOf(objectOf({ label: string, ngrams: listOf(objectOf({ ngram: string, weight: number })) }))

/** What `lstm inspect --json` prints: of a model; with --words, what speaks for each of its labels. */
export const inspectSchema: JsonSchema = { anyOf: [ofModel, words] }

import { checkSchema } from './check-schema.ts'
import { compareSchema } from './compare-schema.ts'
import { evalSchema } from './eval-schema.ts'
import { inspectSchema } from './inspect-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { lagSchema } from './lag-schema.ts'
import { learnSchema } from './learn-schema.ts'
import { modelsSchema } from './models-schema.ts'
import { predictSchema } from './predict-schema.ts'
import { searchSchema } from './search-schema.ts'
import { splitSchema } from './split-schema.ts'
import { tokenizeSchema } from './tokenize-schema.ts'
import { trainSchema } from './train-schema.ts'

/** What each command prints as JSON. A schema for another command is a row here, and a line in the test that runs it. */
export const schemasByCommand = {
  train: trainSchema,
  eval: evalSchema,
  compare: compareSchema,
  predict: predictSchema,
  learn: learnSchema,
  check: checkSchema,
  search: searchSchema,
  split: splitSchema,
  tokenize: tokenizeSchema,
  lag: lagSchema,
  inspect: inspectSchema,
  models: modelsSchema,
} as const satisfies Record<string, JsonSchema>

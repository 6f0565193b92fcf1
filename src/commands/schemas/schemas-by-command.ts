import { evalSchema } from './eval-schema.ts'
import { inspectSchema } from './inspect-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { modelsSchema } from './models-schema.ts'
import { predictSchema } from './predict-schema.ts'

/** What each command prints as JSON. A schema for another command is a row here, and a line in the test that runs it. */
export const schemasByCommand = {
  eval: evalSchema,
  predict: predictSchema,
  inspect: inspectSchema,
  models: modelsSchema,
} as const satisfies Record<string, JsonSchema>

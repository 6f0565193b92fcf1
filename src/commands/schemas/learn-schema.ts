import type { RightBeforeAndAfter } from '../../training/corrections.ts'
import { objectOf, schemaFor, string, wholeNumber } from './json-schema.ts'

const right = schemaFor<RightBeforeAndAfter>(
  { texts: wholeNumber, before: wholeNumber, after: wholeNumber },
  {},
)

/** What `lstm learn --format json` prints. */
export const learnSchema = objectOf({ corrections: right, kept: right, model: string })

import type { KeptBeforeAndAfter } from '../../library/learning/lesson.ts'
import type { RightBeforeAndAfter } from '../../training/corrections.ts'
import { listOf, objectOf, orNull, schemaFor, string, wholeNumber } from './json-schema.ts'

const figures = { texts: wholeNumber, before: wholeNumber, after: wholeNumber }
const right = schemaFor<RightBeforeAndAfter>(figures, {})
const kept = schemaFor<KeptBeforeAndAfter>({ ...figures, trainedOn: orNull(wholeNumber) }, {})

/** What `lstm learn --format json` prints. */
export const learnSchema = objectOf({ corrections: right, kept, notices: listOf(string), model: string })

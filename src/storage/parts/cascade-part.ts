/** From how sure on a model's n-grams answer alone, in its file: metadata. A program that does not know it reads every text with both parts. */
import type { Cascade } from '../../model/cascade.ts'
import { count, object, optional, parsed, positive, share, within } from '../schema.ts'
import type { Part } from './part.ts'

const name = 'cascade'
const schema = object<Cascade>({ factor: positive, bound: share, shortest: optional(count), spared: share })

export const cascadePart: Part<Cascade> = {
  essential: false,
  encode: cascade => ({ metadata: { [name]: JSON.stringify(cascade) }, tensors: {} }),
  decode({ metadata }) {
    const stored = metadata[name]
    return stored === undefined ? undefined : within(`its ${name}`, () => schema(parsed(stored)))
  },
}

import { countsOf, type Distributions } from '../../model/distributions.ts'
import { counted } from '../../wording.ts'
import { count, list, Misfit, object, optional, parsed, within } from '../schema.ts'
import type { Part } from './part.ts'

const name = 'distributions'

/** How the texts held out in training, and the answers to them, are distributed: a few counts, which a server holds its own against. */
export const distributionsPart: Part<Distributions> = {
  essential: false,
  encode: distributions => ({ metadata: { [name]: JSON.stringify(distributions) }, tensors: {} }),
  decode({ metadata }) {
    const stored = metadata[name]
    if (stored === undefined) return undefined
    return within(`its ${name}`, () => {
      const distributions = schema(parsed(stored))
      const lengths = countsOf(distributions.answers.length)
      for (const [which, counts] of Object.entries(distributions) as [
        keyof Distributions,
        readonly number[],
      ][]) {
        if (counts.length === lengths[which]) continue
        throw new Misfit(`has ${counted(counts.length, 'count')}, not ${lengths[which]}`, which)
      }
      return distributions
    })
  },
}

const counts = list(count)

const schema = object<Distributions>({
  unknown: optional(counts),
  length: counts,
  confidence: counts,
  answers: counts,
})

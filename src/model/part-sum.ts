import { fromFloat16, toFloat16 } from '../formats/float16.ts'
import { NgramTable } from '../text/ngram-table.ts'
import type { NgramKinds } from '../text/ngrams.ts'
import { type NgramPart, scoreColumns } from './ngram-part.ts'

/**
 * The part whose scores are the sum of those of other parts, each times a factor. The n-grams of the first one come first. A part whose
 * factor is 0 gives none: they would take their bytes in the file and say nothing. Weights are rounded to float16, in which they are kept.
 *
 * @param all of the same classes; one of them at least has a factor that is not 0
 */
export function sumOfParts(all: readonly NgramPart[], allFactors: ArrayLike<number>): NgramPart {
  const parts = all.filter((_, m) => allFactors[m] !== 0)
  const factors = Array.from(allFactors).filter(factor => factor !== 0)
  const { classes } = all[0]!
  const columns = scoreColumns(classes)
  const table = new NgramTable(parts.reduce((most, { keys }) => Math.max(most, keys.low.length), 0))
  for (const { keys } of parts) {
    for (let f = 0; f < keys.low.length; f++) table.add(keys.low[f]! | 0, keys.high[f]! | 0)
  }
  const weights = new Float32Array(table.size * columns)
  const bias = new Float64Array(columns)
  for (const [m, part] of parts.entries()) {
    const factor = factors[m]!
    for (let f = 0; f < part.keys.low.length; f++) {
      const to = table.find(part.keys.low[f]! | 0, part.keys.high[f]! | 0) * columns
      for (let c = 0; c < columns; c++) weights[to + c]! += factor * part.weights[f * columns + c]!
    }
    for (let c = 0; c < columns; c++) bias[c]! += factor * part.bias[c]!
  }
  return {
    kinds: parts.map(({ kinds }) => kinds).reduce(allOf),
    classes,
    keys: table.keys(),
    weights: fromFloat16(toFloat16(weights)),
    bias: Float32Array.from(bias),
  }
}

/** All that either looks at. */
function allOf(a: NgramKinds, b: NgramKinds): NgramKinds {
  const [one, other] = [a.characters, b.characters]
  return {
    words: Math.max(a.words, b.words) as NgramKinds['words'],
    characters: one && other ? [Math.min(one[0], other[0]), Math.max(one[1], other[1])] : (one ?? other),
  }
}

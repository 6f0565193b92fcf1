/** Texts as a model reads them; and how several threads encode them at once, to the bits of one. */
import type { TokenSequences } from '../text/sequences.ts'

/** In the word ids of a model's network. */
export interface EncodedTexts extends TokenSequences {
  /** What its n-grams say, [n, classes] row-major; where it has some. */
  readonly ngramScores?: Float64Array
}

/** Texts in so many stretches of about as many characters each, in their order; some may be empty. */
export function inStretches(texts: readonly string[], count: number): (readonly string[])[] {
  const total = texts.reduce((sum, { length }) => sum + length, 0)
  const stretches: (readonly string[])[] = []
  let start = 0
  let read = 0
  for (let s = 1; s <= count; s++) {
    let end = start
    while (end < texts.length && (s === count || read < (s * total) / count)) read += texts[end++]!.length
    stretches.push(texts.slice(start, end))
    start = end
  }
  return stretches
}

/** The texts of all, one after the other. */
export function joinedTexts(parts: readonly EncodedTexts[]): EncodedTexts {
  const count = parts.reduce((sum, { offsets }) => sum + offsets.length - 1, 0)
  const offsets = new Int32Array(count + 1)
  const tokens = new Int32Array(parts.reduce((sum, part) => sum + part.tokens.length, 0))
  const scores = new Float64Array(parts.reduce((sum, part) => sum + (part.ngramScores?.length ?? 0), 0))
  let [text, token, score] = [0, 0, 0]
  for (const part of parts) {
    tokens.set(part.tokens, token)
    for (let i = 1; i < part.offsets.length; i++) offsets[++text] = token + part.offsets[i]!
    token += part.tokens.length
    if (!part.ngramScores) continue
    scores.set(part.ngramScores, score)
    score += part.ngramScores.length
  }
  return { tokens, offsets, ...(parts[0]?.ngramScores && { ngramScores: scores }) }
}

import type { ExplainedToken } from '../../model/explanation.ts'
import { make } from './elements.ts'
import { tokenPlaces } from './token-places.ts'

/** Words that say less than this share of what the strongest says are not marked, so that the strong ones stand out. */
const weakest = 0.1

/** Tokens that are looked at: more than anybody reads. */
const longest = 5000

/** The text with its words marked by what they say: nodes whose text together is the text. */
export function markedText(text: string, tokens: readonly ExplainedToken[]): (Node | string)[] {
  const shown = tokens.slice(0, longest)
  const places = tokenPlaces(
    text,
    shown.map(({ token }) => token),
  )
  const strongest = strongestOf(shown)
  const nodes: (Node | string)[] = []
  let at = 0
  for (const [i, place] of places.entries()) {
    if (!place) continue
    const node = marked(text.slice(place.start, place.end), shown[i]!, strongest)
    if (typeof node === 'string') continue
    nodes.push(text.slice(at, place.start), node)
    at = place.end
  }
  return [...nodes, text.slice(at)]
}

export function strongestOf(tokens: readonly ExplainedToken[]): number {
  return tokens.reduce((most, { contribution }) => Math.max(most, Math.abs(contribution)), 0)
}

function marked(word: string, { contribution, known }: ExplainedToken, strongest: number): Node | string {
  const content = known || !/[\p{L}\p{N}]/u.test(word) ? word : make('u', {}, word)
  const share = Math.abs(contribution) / strongest
  if (!(share > weakest)) return content
  const mark = make('mark', { class: contribution > 0 ? 'for' : 'against' }, content)
  mark.style.setProperty('--share', share.toFixed(2))
  return mark
}

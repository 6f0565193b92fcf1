import type { ExplainedToken } from '../../model/explanation.ts'
import { placesOfTokens } from '../../text/places-of-tokens.ts'
import type { TokenizerName } from '../../text/tokenizers/tokenizer.ts'
import { make } from './elements.ts'

/** Words that say less than this share of what the strongest says are not marked, so that the strong ones stand out. */
const weakest = 0.1

/** Tokens that are looked at: more than anybody reads. */
const longest = 5000

/**
 * The text with its words marked by what they say: nodes whose text together is the text.
 *
 * @param tokens of this text, or of the one before the last key: then those that are still there are marked
 */
export function markedText(
  text: string,
  tokens: readonly ExplainedToken[],
  tokenizer: TokenizerName,
): (Node | string)[] {
  const shown = tokens.slice(0, longest)
  const words = shown.map(({ token }) => token)
  const places = placesOfTokens(text, words, tokenizer)
  const strongest = strongestOf(shown)
  const nodes: (Node | string)[] = []
  let at = 0
  for (const [t, token] of shown.entries()) {
    const [start, end] = [places[2 * t]!, places[2 * t + 1]!]
    // Two tokens of one character, such as a ligature, have one place.
    const node = at <= start && start < end ? marked(text.slice(start, end), token, strongest) : ''
    if (typeof node === 'string') continue
    nodes.push(text.slice(at, start), node)
    at = end
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

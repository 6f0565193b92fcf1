/** Explanations as one line of text, for people. */

import { explainedPieces, groupText } from '../model/explained-pieces.ts'
import type { ExplainedToken, Explanation } from '../model/explanation.ts'
import { printable } from '../printable.ts'

/**
 * The bias, then each token as it is written, with its contribution: '[-0.022] A[+0.013] gripping[+0.524] qwxyz[-0.101?]'. The question
 * mark stands for a word that the model does not know; the rest of a very long text is '...[+0.312]', and words that say something
 * together come last, '| not bad[+1.200]'.
 */
export function plainReasons(explanation: Explanation, original?: string): string {
  const { bias, tokens, rest } = explanation
  const words = tokens.map(
    token => `${printable(written(token, original))}[${signed(token.contribution)}${token.known ? '' : '?'}]`,
  )
  const last = rest ? [`...[${signed(rest.contribution)}]`] : []
  return [`[${signed(bias)}]`, ...words, ...last, ...groupsOf(explanation, original, text => text)].join(' ')
}

function written({ token, start, end }: ExplainedToken, original: string | undefined): string {
  return original === undefined || start === end ? token : original.slice(start, end)
}

/** '|', then each group with what it says. */
function groupsOf(
  explanation: Explanation,
  original: string | undefined,
  paintAs: (text: string, contribution: number) => string,
): string[] {
  const { groups = [] } = explanation
  const shown = groups.map(group => {
    const text = `${printable(groupText(explanation, group, original))}[${signed(group.contribution)}]`
    return paintAs(text, group.contribution)
  })
  return shown.length > 0 ? ['|', ...shown] : []
}

/** What the colours of `colouredReasons` mean, in them. */
export const legend = `${paint('for', ['32'])} and ${paint('against', ['35'])} the answer, ${paint('strongest', ['1', '7'])}; ${paint('unknown words', ['4'])}; after | words that say something together`

/** The text as it is written, its tokens coloured by the sign and the strength of their contributions, as `legend` says. */
export function colouredReasons(explanation: Explanation, original?: string): string {
  const { tokens, rest } = explanation
  const strongest = tokens.reduce((most, { contribution }) => Math.max(most, Math.abs(contribution)), 0)
  const pieces = explainedPieces(explanation, original).map(({ text, token }) =>
    token ? paint(printable(text), style(token, strongest)) : printable(text),
  )
  const groups = groupsOf(explanation, original, (text, contribution) =>
    paint(text, [contribution > 0 ? '32' : '35']),
  )
  return [`${pieces.join('')}${rest ? ' ...' : ''}`, ...groups].join(' ')
}

/**
 * Whether to colour what is written there: on a terminal that can, unless NO_COLOR says no; FORCE_COLOR decides before both
 * (no-color.org, force-color.org; in the order of Node's own tty.WriteStream.getColorDepth).
 */
export function wantsColours(
  stream: { readonly isTTY?: boolean },
  { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv,
): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  return stream.isTTY === true && !NO_COLOR && TERM !== 'dumb'
}

/**
 * SGR parameters. The terminal's own green and magenta stand out on light and dark grounds and for colour-blind eyes, and
 * do not say that a word is good or bad; strength is reverse video, bold, plain or no colour.
 */
function style({ contribution, known }: ExplainedToken, strongest: number): string[] {
  const colour = contribution > 0 ? '32' : '35'
  const share = strongest > 0 ? Math.abs(contribution) / strongest : 0
  const strength = share > 2 / 3 ? ['1', '7', colour] : share > 1 / 3 ? ['1', colour] : [colour]
  return [...(known ? [] : ['4']), ...(share > 0.1 ? strength : [])]
}

function paint(text: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? text : `\u001b[${parameters.join(';')}m${text}\u001b[0m`
}

/** '+0.124', and '-0.000' for a small negative number: the sign is a part of the answer. */
function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`
}

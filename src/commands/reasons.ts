/** Explanations as one line of text, for people. */

import type { ExplainedToken, Explanation } from '../model/explanation.ts'
import { printable } from '../printable.ts'

/**
 * The bias, then each token with its contribution: '[-0.022] a[+0.013] gripping[+0.524] qwxyz[-0.101?]'. The question mark
 * stands for a word that the model does not know; the rest of a very long text is '...[+0.312]'.
 */
export function plainReasons({ bias, tokens, rest }: Explanation): string {
  const words = tokens.map(
    ({ token, contribution, known }) => `${printable(token)}[${signed(contribution)}${known ? '' : '?'}]`,
  )
  const last = rest ? [`...[${signed(rest.contribution)}]`] : []
  return [`[${signed(bias)}]`, ...words, ...last].join(' ')
}

/** What the colours of `colouredReasons` mean, in them. */
export const legend = `${paint('for', ['32'])} and ${paint('against', ['35'])} the answer, ${paint('strongest', ['1', '7'])}; ${paint('unknown words', ['4'])}`

/** The tokens, coloured by the sign and the strength of their contributions, as `legend` says. */
export function colouredReasons({ tokens, rest }: Explanation): string {
  const strongest = tokens.reduce((most, { contribution }) => Math.max(most, Math.abs(contribution)), 0)
  const words = tokens.map(explained => paint(printable(explained.token), style(explained, strongest)))
  return [...words, ...(rest ? ['...'] : [])].join(' ')
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

import type { ExplainedPiece } from '../../model/explained-pieces.ts'
import type { ExplainedToken } from '../../model/explanation.ts'
import { grouped, percent } from '../../wording.ts'
import type { Mistake } from '../mistakes.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'

export interface ShownMistake extends Mistake {
  /** Where it stands in the data, where that is known. */
  readonly place?: string | undefined
  /** The first words of the text, and what stands between them; none where the text is not known. */
  readonly pieces: readonly ExplainedPiece[]
  /** Words after those. */
  readonly more: number
  /** Words that say something together. */
  readonly groups: readonly { readonly text: string; readonly contribution: number }[]
}

/** @param explained that the shares of the words are known */
export function mistakesSection(mistakes: readonly ShownMistake[], explained: boolean): Markup {
  const items = mistakes.map(
    mistake => html`<li>
<p><strong>${mistake.predicted}</strong> with ${percent(mistake.confidence, 2)}, but it is <strong>${mistake.actual}</strong>${mistake.place === undefined ? '' : ` (${mistake.place})`}</p>
${
  mistake.pieces.length === 0
    ? ''
    : html`<details><summary dir="auto">${textOf(mistake)}</summary></details>
`
}${groupsIn(mistake)}</li>
`,
  )
  const list = html`<ol class="mistakes">
${items}</ol>
`
  return card(
    'The surest mistakes',
    `The wrong answers that ${explained ? reasons : 'are surest.'} A long text opens when clicked.`,
    items.length === 0 ? html`<p>There is no mistake.</p>` : list,
  )
}

const reasons =
  'the model was surest of, with its reasons: blue words speak for its answer, orange ones against it, each by its exact share of the log-odds (point at a word to see it), which add up to it. Below it are words that say something together. Words that the model does not know are underlined.'

function textOf({ pieces, more }: ShownMistake): Markup {
  const strongest = pieces.reduce((most, { token }) => Math.max(most, Math.abs(token?.contribution ?? 0)), 0)
  const shown = pieces.map(({ text, token }) => (token ? marked(text, token, strongest) : html`${text}`))
  return html`${shown}${more > 0 ? ` ... and ${grouped(more)} more` : ''}`
}

/** Weak words stay plain, so that the strong ones stand out. */
function marked(text: string, { known, contribution }: ExplainedToken, strongest: number): Markup {
  const strength = Math.abs(contribution) / strongest
  const word = known ? html`${text}` : html`<u>${text}</u>`
  if (!(strength > 0.1)) return word
  const side = contribution > 0 ? 'for' : 'against'
  return html`<mark class="${side}" style="--share: ${strength.toFixed(2)}" title="${signed(contribution)}">${word}</mark>`
}

function groupsIn({ groups }: ShownMistake): Markup | '' {
  if (groups.length === 0) return ''
  const shown = groups.map(
    ({ text, contribution }) =>
      html`<span class="${contribution > 0 ? 'for' : 'against'}">${text} <strong>${signed(contribution)}</strong></span> `,
  )
  return html`<p class="groups" dir="auto">${shown}</p>
`
}

function signed(contribution: number): string {
  return `${contribution < 0 ? '-' : '+'}${Math.abs(contribution).toFixed(3)}`
}

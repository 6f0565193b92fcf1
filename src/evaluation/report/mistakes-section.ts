import { grouped, percent } from '../../wording.ts'
import type { Mistake } from '../mistakes.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'

export interface ExplainedMistake extends Mistake {
  /** The first words of the text. */
  readonly words: readonly ExplainedWord[]
  /** Words after those. */
  readonly more: number
}

/** A token as the model reads it. */
interface ExplainedWord {
  readonly text: string
  /** The model has an embedding of its own for it. */
  readonly known: boolean
  /** Its share of the log-odds of the label predicted; positive: it speaks for it. */
  readonly contribution: number
}

export function mistakesSection(mistakes: readonly ExplainedMistake[]): Markup {
  const items = mistakes.map(
    mistake => html`<li>
<p><strong>${mistake.predicted}</strong> with ${percent(mistake.confidence, 2)}, but it is <strong>${mistake.actual}</strong></p>
<details><summary dir="auto">${textOf(mistake)}</summary></details>
</li>
`,
  )
  const list = html`<ol class="mistakes">
${items}</ol>
`
  return card(
    'The surest mistakes',
    'The wrong answers that the model was surest of, with its reasons: blue words speak for its answer, orange ones against it, each by its exact share of the log-odds (point at a word to see it), which is what the network holds after reading it. The texts are shown as the tokenizer cuts them, tokens joined by blanks; words that the model does not know are underlined. A long text opens when clicked.',
    items.length === 0 ? html`<p>There is no mistake.</p>` : list,
  )
}

function textOf({ words, more }: ExplainedMistake): Markup {
  const strongest = Math.max(...words.map(({ contribution }) => Math.abs(contribution)))
  const shown = words.map(word => html`${marked(word, strongest)} `)
  return html`${shown}${more > 0 ? `... and ${grouped(more)} more` : ''}`
}

/** Weak words stay plain, so that the strong ones stand out. */
function marked({ text, known, contribution }: ExplainedWord, strongest: number): Markup {
  const strength = Math.abs(contribution) / strongest
  const word = known ? html`${text}` : html`<u>${text}</u>`
  if (!(strength > 0.1)) return word
  const [side, sign] = contribution > 0 ? ['for', '+'] : ['against', '-']
  return html`<mark class="${side}" style="--share: ${strength.toFixed(2)}" title="${sign}${Math.abs(contribution).toFixed(3)}">${word}</mark>`
}

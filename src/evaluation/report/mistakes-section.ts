import type { Mistake } from '../mistakes.ts'
import { card, grouped, percent } from './format.ts'
import { html, type Markup } from './html.ts'

/** A token as the model reads it. */
export interface Word {
  readonly text: string
  /** The model has an embedding of its own for it. */
  readonly known: boolean
}

/** Words of a text on the page at most. */
const longest = 3000

export function mistakesSection(
  mistakes: readonly Mistake[],
  wordsOf: (index: number) => readonly Word[],
): Markup {
  const items = mistakes.map(
    ({ index, actual, predicted, confidence }) => html`<li>
<p><strong>${predicted}</strong> with ${percent(confidence, 2)}, but it is <strong>${actual}</strong></p>
<details><summary dir="auto">${textOf(wordsOf(index))}</summary></details>
</li>
`,
  )
  return card(
    'The surest mistakes',
    'The wrong answers that the model was surest of. The texts are shown as its tokenizer cuts them, tokens joined by blanks; words that it does not know are underlined. A long text opens when clicked.',
    items.length === 0
      ? html`<p>There is no mistake.</p>`
      : html`<ol class="mistakes">
${items}</ol>
`,
  )
}

function textOf(words: readonly Word[]): Markup {
  const shown = words
    .slice(0, longest)
    .map(({ text, known }) => (known ? html`${text} ` : html`<u>${text}</u> `))
  const rest = words.length - shown.length
  return html`${shown}${rest > 0 ? `... and ${grouped(rest)} more` : ''}`
}

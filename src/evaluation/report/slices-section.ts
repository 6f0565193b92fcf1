import { grouped, percent, percentInterval } from '../../wording.ts'
import type { SliceTable } from '../slices.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'

/** A table for the slices by one property. */
export function slicesSection({ by, slices }: SliceTable): Markup {
  const rows = slices.map(
    ({ name, texts, wrong, accuracy, interval }) =>
      html`<tr><th scope="row">${name}</th><td>${grouped(texts)}</td><td>${grouped(wrong)}</td><td>${percent(accuracy)}</td><td>${percentInterval(interval)}</td></tr>
`,
  )
  const body = html`<table class="narrow">
<thead><tr><th scope="col">${by}</th><th scope="col">texts</th><th scope="col">wrong</th><th scope="col">accuracy</th><th scope="col">95 % interval</th></tr></thead>
${rows}</table>
`
  return card(`Accuracy by ${by}`, 'Slices of few texts have wide intervals: they say little.', body)
}

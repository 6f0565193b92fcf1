import { grouped, percent } from '../../wording.ts'
import type { Evaluation } from '../evaluation.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'

export function confusionSection({ confusion, classes }: Evaluation): Markup | '' {
  if (!confusion) return ''
  const rows = confusion.map((counts, actual) => {
    const { label, support } = classes[actual]!
    const cells = counts.map((count, predicted) => {
      const share = support === 0 ? 0 : count / support
      const kind = predicted === actual ? 'right' : 'wrong'
      return html`<td class="${kind}" style="--share: ${share.toFixed(4)}"><strong>${grouped(count)}</strong><br>${percent(share)}</td>`
    })
    return html`<tr><th scope="row">${label}</th>${cells}</tr>
`
  })
  const body = html`<table class="confusion">
<thead><tr><th scope="col">true \\ predicted</th>${classes.map(({ label }) => html`<th scope="col">${label}</th>`)}</tr></thead>
${rows}</table>
`
  return card('Confusion matrix', 'A row for the texts of each class: what the model took them for.', body)
}

export function classSection({ classes }: Evaluation): Markup {
  const share = (value: number | null) => (value === null ? '-' : percent(value))
  const rows = classes.map(
    ({ label, precision, recall, f1, support }) =>
      html`<tr><th scope="row">${label}</th><td>${share(precision)}</td><td>${share(recall)}</td><td>${share(f1)}</td><td>${grouped(support)}</td></tr>
`,
  )
  const body = html`<table>
<thead><tr><th scope="col">class</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">F1</th><th scope="col">texts</th></tr></thead>
${rows}</table>
`
  return card(
    'Classes',
    'Precision: of the texts given this label, the share that has it. Recall: of those that have it, the share that was given it. F1: their harmonic mean.',
    body,
  )
}

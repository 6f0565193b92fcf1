import { grouped, percent } from '../../wording.ts'
import type { LabelEvaluation } from '../evaluation.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'

/** The words and n-grams that speak most for each class. */
export interface ClassWords {
  readonly label: string
  /** Strongest first. */
  readonly words: readonly { readonly text: string; readonly weight: number }[]
}

const pairsShown = 10

/** What is most often taken for what; '' where nothing is, or there is no matrix. */
export function confusedPairs({ confusion, classes }: LabelEvaluation): Markup | '' {
  const pairs = (confusion ?? [])
    .flatMap((counts, actual) => counts.map((count, predicted) => ({ actual, predicted, count })))
    .filter(({ actual, predicted, count }) => actual !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, pairsShown)
  if (classes.length < 3 || pairs.length === 0) return ''
  const rows = pairs.map(({ actual, predicted, count }) => {
    const { label, support } = classes[actual]!
    return html`<tr><th scope="row">${label}</th><td>${classes[predicted]!.label}</td><td>${grouped(count)}</td><td>${percent(count / support)}</td></tr>
`
  })
  const body = html`<table>
<thead><tr><th scope="col">it is</th><th scope="col">taken for</th><th scope="col">texts</th><th scope="col">of its texts</th></tr></thead>
${rows}</table>
`
  return card('Most confused', 'What is most often taken for what.', body)
}

/** The words of each class; '' where the model has no n-grams with names. */
export function classWords(classes: readonly ClassWords[]): Markup | '' {
  if (classes.length === 0) return ''
  const rows = classes.map(
    ({ label, words }) =>
      html`<tr><th scope="row">${label}</th><td class="words">${words.map(({ text, weight }) => html`<span>${text} <small>${weight.toFixed(2)}</small></span> `)}</td></tr>
`,
  )
  return card(
    'Words of each class',
    'The words, pairs and triples that speak most for a class, with their weights in the n-gram part.',
    html`<table>
${rows}</table>
`,
  )
}

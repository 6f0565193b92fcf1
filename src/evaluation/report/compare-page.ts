import type { TokenSequences } from '../../text/sequences.ts'
import { byteSize, counted, grouped, percent } from '../../wording.ts'
import type { Compared, Estimate } from '../comparison.ts'
import { type Answers, type Evaluation, evaluation } from '../evaluation.ts'
import { answersByLength } from '../lengths.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { type Facts, page } from './html-page.ts'
import { type LearningPoint, validationCurves } from './learning-curves.ts'
import { curveColours } from './legend.ts'
import { lengthChart } from './length-chart.ts'
import { half } from './plot.ts'
import { precisionRecallSection } from './precision-recall.ts'
import { reliabilityCurves } from './reliability-diagram.ts'
import { rocSection } from './roc-curve.ts'

/** One of the models compared, beside its figures. */
interface ModelShown {
  readonly name: string
  /** To the same texts, with the same labels in the same order, as the other models. */
  readonly answers: Answers
  /** The validations of its training; may be empty. */
  readonly history: readonly LearningPoint[]
  readonly textsPerSecond: number
  /** Of the model file. */
  readonly bytes: number
}

/** A text that models answer differently. */
interface DisputedText {
  readonly place: string
  readonly text: string | null
  readonly label: string
  /** In the order of the models. */
  readonly answers: readonly { readonly label: string; readonly probability: number }[]
}

interface CompareReport {
  readonly facts: Facts
  readonly compared: Compared
  /** What the texts can tell, a line each. */
  readonly verdict: readonly string[]
  /** In the order of `compared`. */
  readonly models: readonly ModelShown[]
  /** The texts measured; only their lengths are looked at. */
  readonly texts: Pick<TokenSequences, 'offsets'>
  /** Texts that not all models answer alike, and the first of them. */
  readonly disputed: { readonly texts: number; readonly shown: readonly DisputedText[] }
}

type Judged = ModelShown & { readonly evaluation: Evaluation }

/** Labels whose curves are drawn. */
const labelsDrawn = 6

/** Several models on the same texts, as one HTML page without scripts. The same report gives the same bytes; all texts in it are escaped. */
export function comparePage({ facts, compared, verdict, models, texts, disputed }: CompareReport): string {
  const judged = models.map(model => ({ ...model, evaluation: evaluation(model.answers) }))
  const drawn = models[0]!.answers.labelNames.slice(0, labelsDrawn)
  const cards: readonly (Markup | '')[] = [
    ...drawn.map((name, label) =>
      precisionRecallSection(
        models.map(model => ({ name: model.name, answers: model.answers, label })),
        name,
      ),
    ),
    rocSection(models),
    reliabilityCurves(judged),
    lengthChart(
      models.map(({ name, answers }) => ({ name, buckets: answersByLength(answers, texts) })),
      half,
    ),
    classTable(judged),
  ]
  const body = html`${verdictCard(verdict)}${modelTable(compared, judged)}${pairTable(compared)}${validationCurves(models)}<div class="pair">
${cards.flatMap(one => (one === '' ? [] : [one]))}</div>
${disputedSection(disputed, compared)}`
  return page({ title: 'Models side by side', facts, body, command: 'lstm compare --report' })
}

function verdictCard(verdict: readonly string[]): Markup {
  const lines = verdict.map(
    line => html`<p>${line}</p>
`,
  )
  return card('Verdict', 'What these texts can tell, and what they cannot.', html`${lines}`)
}

function modelTable({ models, resamples }: Compared, judged: readonly Judged[]): Markup {
  const rows = models.map(({ name, accuracy, interval: [lower, upper], macroF1 }, m) => {
    const {
      evaluation: { cost, ece },
      textsPerSecond,
      bytes,
    } = judged[m]!
    return html`<tr><th scope="row">${name}</th><td>${percent(accuracy, 2)}</td><td>${percent(lower, 2)} to ${percent(upper, 2)}</td>${estimate(macroF1)}<td>${cost.toFixed(4)}</td><td>${ece.toFixed(4)}</td><td>${grouped(textsPerSecond)}</td><td>${byteSize(bytes)}</td></tr>
`
  })
  const more =
    models.length > curveColours.length ? ` The drawings show the first ${curveColours.length}.` : ''
  return card(
    'Models',
    `Intervals are 95 %: of accuracy Wilson's, of macro F1 that of ${counted(resamples, 'resample')}. Cost is the mean of -log p of the true class, ECE the expected calibration error.${more}`,
    html`<table>
<thead><tr><th scope="col">model</th><th scope="col">accuracy</th><th scope="col">interval</th><th scope="col">macro F1</th><th scope="col">interval</th><th scope="col">cost</th><th scope="col">ECE</th><th scope="col">texts a second</th><th scope="col">size</th></tr></thead>
<tbody>${rows}</tbody></table>
`,
  )
}

function pairTable({ pairs }: Compared): Markup {
  const rows = pairs.map(
    pair => html`<tr><th scope="row">${pair.second} - ${pair.first}</th>${estimate(pair.accuracyDifference)}${estimate(pair.macroF1Difference)}<td>${grouped(pair.onlyFirstRight)}</td><td>${grouped(pair.onlySecondRight)}</td><td>${grouped(pair.bothWrong)}</td><td>${pair.p.toPrecision(2)}</td><td>${pair.adjustedP.toPrecision(2)}</td></tr>
`,
  )
  return card(
    'Differences',
    'Of the second model less the first, with 95 % intervals of the paired bootstrap. Numbers of texts that only one of them is right about, or none. p: exact McNemar, and corrected for the number of pairs (Holm).',
    html`<table>
<thead><tr><th scope="col">difference</th><th scope="col">accuracy</th><th scope="col">interval</th><th scope="col">macro F1</th><th scope="col">interval</th><th scope="col">only first</th><th scope="col">only second</th><th scope="col">none</th><th scope="col">p</th><th scope="col">corrected</th></tr></thead>
<tbody>${rows}</tbody></table>
`,
  )
}

/** Two cells: the figure and its interval. */
function estimate({ value, interval: [lower, upper] }: Estimate): Markup {
  return html`<td>${percent(value, 2)}</td><td>${percent(lower, 2)} to ${percent(upper, 2)}</td>`
}

/** Classes that are shown. */
const classesShown = 50

function classTable(judged: readonly Judged[]): Markup {
  const { classes } = judged[0]!.evaluation
  const rows = classes.slice(0, classesShown).map(({ label, support }, c) => {
    const cells = judged.map(({ evaluation: { classes: own } }) => {
      const { f1 } = own[c]!
      return html`<td>${f1 === null ? '-' : percent(f1)}</td>`
    })
    return html`<tr><th scope="row">${label}</th><td>${grouped(support)}</td>${cells}</tr>
`
  })
  const more =
    classes.length > classesShown ? ` The first ${classesShown} of ${grouped(classes.length)}.` : ''
  return card(
    'Classes',
    `F1 of each class: the harmonic mean of precision and recall.${more}`,
    html`<table>
<thead><tr><th scope="col">class</th><th scope="col">texts</th>${judged.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table>
`,
  )
}

function disputedSection(
  { texts, shown }: CompareReport['disputed'],
  { models, examples }: Compared,
): Markup {
  const items = shown.map(({ place, text, label, answers }) => {
    const said = answers.map(
      (answer, m) =>
        html`<span class="${answer.label === label ? 'for' : 'against'}">${models[m]!.name}: <strong>${answer.label}</strong> ${percent(answer.probability)}</span> `,
    )
    return html`<li>
<p>${place} is <strong>${label}</strong></p>
<p class="groups">${said}</p>
<details><summary dir="auto">${text ?? ''}</summary></details>
</li>
`
  })
  const none = html`<p>They give the same answers to all ${counted(examples, 'text')}.</p>`
  return card(
    'Where they disagree',
    `${grouped(texts)} of ${counted(examples, 'text')}${texts > shown.length ? `, of which ${grouped(shown.length)} are shown` : ''}: those first of which the models are surest. Right answers are underlined in blue, wrong ones in orange. A long text opens when clicked.`,
    items.length === 0
      ? none
      : html`<ol class="mistakes">
${items}</ol>
`,
  )
}

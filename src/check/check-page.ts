import { card } from '../evaluation/report/card.ts'
import { html, type Markup } from '../evaluation/report/html.ts'
import { page } from '../evaluation/report/html-page.ts'
import { counted, dataName, grouped, percent } from '../wording.ts'
import type { CorpusCheck } from './check-corpus.ts'
import { severities } from './finding.ts'
import type { ShownFinding, ShownText } from './shown-findings.ts'

/** One HTML page that needs nothing else: no network, no script. All texts in it are escaped. @param data what was checked */
export function checkPage(data: string, check: CorpusCheck): string {
  const { texts, lengths, findings, remarks } = check
  const facts = [
    ['Data', dataName(data)],
    ['Training texts', grouped(texts.train)],
    ['Test texts', grouped(texts.test)],
    [
      'Tokens a text',
      `${grouped(lengths.shortest)} to ${grouped(lengths.longest)}, median ${grouped(lengths.median)}`,
    ],
    ['Found', foundInAll(findings)],
  ] as const
  const body = html`${findings.map(findingCard)}${findings.length === 0 ? card('Findings', 'What is wrong with the texts.', html`<p>Nothing was found.</p>`) : ''}<div class="pair">
${labelCard(check)}${outlookCard(check)}</div>
${remarks.length > 0 ? card('Reading', 'What was found while the texts were read.', html`<ul>${remarks.map(remark => html`<li>${remark}</li>`)}</ul>`) : ''}`
  return page({ title: 'Check of labelled texts', facts, body, command: 'lstm check --report' })
}

/** '1 error, 2 warnings, 7 notes' */
function foundInAll(findings: readonly ShownFinding[]): string {
  const counts = severities.map(severity => ({
    severity,
    count: findings.filter(finding => finding.severity === severity).length,
  }))
  const present = counts.filter(({ count }) => count > 0)
  return present.map(({ severity, count }) => counted(count, severity)).join(', ') || 'nothing'
}

/** Texts of a finding that are shown at once; the others are folded. Of many findings all texts of a note are. */
const shownAtOnce = 3
const manyFindings = 12

function findingCard(
  { severity, kind, message, examples }: ShownFinding,
  _: number,
  all: readonly ShownFinding[],
): Markup {
  const atOnce = severity === 'note' && all.length > manyFindings ? 0 : shownAtOnce
  const more = examples.slice(atOnce)
  const folded = html`<details class="more"><summary>${atOnce === 0 ? counted(more.length, 'text') : `${grouped(more.length)} more`}</summary>
<ol class="mistakes" start="${atOnce + 1}">
${more.map(exampleItem)}</ol></details>
`
  return html`<section class="card finding">
<h2><span class="severity ${severity}">${severity}</span>${kind.replaceAll('-', ' ')}</h2>
<p class="caption">${message}</p>
${
  examples.length > 0 && atOnce > 0
    ? html`<ol class="mistakes">
${examples.slice(0, atOnce).map(exampleItem)}</ol>
`
    : ''
}${more.length > 0 ? folded : ''}</section>
`
}

function exampleItem({ place, text, label, likely, remark }: ShownText): Markup {
  const doubt = likely === undefined ? '' : html`, likely <strong>${likely}</strong>`
  return html`<li>
<p>${place}: <strong>${label}</strong>${doubt}${remark === undefined ? '' : ` (${remark})`}</p>
<p dir="auto">${text}</p>
</li>
`
}

/** Labels that are shown. */
const labelsShown = 50

function labelCard({ labels, texts }: CorpusCheck): Markup {
  const rows = labels.slice(0, labelsShown).map(
    ({ label, train, test }) =>
      html`<tr><th scope="row">${label}</th><td>${grouped(train)}</td><td>${percent(train / texts.train)}</td><td>${grouped(test)}</td></tr>
`,
  )
  const more =
    labels.length > labelsShown
      ? `${counted(labels.length, 'label')}, of which ${labelsShown} are shown.`
      : `${counted(labels.length, 'label')}.`
  return card(
    'Labels',
    more,
    html`<table class="narrow"><thead><tr><th scope="col">label</th><th scope="col">training texts</th><th scope="col">share</th><th scope="col">test texts</th></tr></thead>
<tbody>${rows}</tbody></table>`,
  )
}

function outlookCard({ outlook, texts }: CorpusCheck): Markup {
  if (!outlook) return html``
  const { majority, ngrams, heldOut, curve, doubled } = outlook
  const rows = [
    [`no model: the most frequent label for each of ${counted(texts.train, 'text')}`, majority],
    [`n-grams, of ${counted(heldOut, 'text')} that they had not seen`, ngrams],
    ...curve.map(
      ({ texts, accuracy, heldOut }) =>
        [
          `n-grams that learned from ${counted(texts, 'text')}, of ${counted(heldOut, 'other')}`,
          accuracy,
        ] as const,
    ),
    ...(doubled === undefined ? [] : [['twice the texts, if it goes on so', doubled] as const]),
  ] as const
  return card(
    'What can be expected',
    'The share of texts that is answered right.',
    html`<table><tbody>${rows.map(([name, share]) => html`<tr><th scope="row">${name}</th><td>${percent(share)}</td></tr>`)}</tbody></table>`,
  )
}

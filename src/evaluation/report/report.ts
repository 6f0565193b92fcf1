import type { TokenSequences } from '../../text/sequences.ts'
import { type Answers, type Evaluation, predictedOf } from '../evaluation.ts'
import { errorsByLength } from '../lengths.ts'
import { classSection, confusionSection } from './class-tables.ts'
import { figures } from './figures.ts'
import { html } from './html.ts'
import { type LearningPoint, learningCurves } from './learning-curves.ts'
import { lengthChart } from './length-chart.ts'
import { type ExplainedMistake, mistakesSection } from './mistakes-section.ts'
import { half, wide } from './plot.ts'
import { reliabilityDiagram } from './reliability-diagram.ts'
import { rocSection } from './roc-curve.ts'
import { style } from './style.ts'

export interface Report {
  /** What was measured on what, in a few words each. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly evaluation: Evaluation
  readonly answers: Answers
  /** The texts measured; only their lengths are looked at. */
  readonly texts: Pick<TokenSequences, 'offsets'>
  readonly mistakes: readonly ExplainedMistake[]
  /** The validations of the model's training; may be empty. */
  readonly history: readonly LearningPoint[]
}

/**
 * One HTML page that needs nothing else: no network, no script. The same report gives the same bytes. All texts and names
 * in it are escaped; the content policy forbids scripts and loading besides.
 */
export function reportPage({ facts, evaluation, answers, texts, mistakes, history }: Report): string {
  const { offsets } = texts
  const predicted = predictedOf(answers)
  const buckets = errorsByLength(
    offsets.slice(1).map((end, i) => end - offsets[i]!),
    i => predicted[i] === answers.labels[i],
  )
  const roc = evaluation.auc === null ? '' : rocSection(answers, evaluation.auc)
  // The cards stand two beside each other; the last one of an odd number has the whole width.
  const lengths = lengthChart(buckets, roc === '' ? half : wide)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Model report</title>
${style}
</head>
<body>
<header>
<h1>Model report</h1>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<main>
${figures(evaluation)}${history.length > 0 ? learningCurves(history) : ''}<div class="pair">
${confusionSection(evaluation)}${classSection(evaluation)}${roc}${reliabilityDiagram(evaluation)}${lengths}</div>
${mistakesSection(mistakes)}</main>
<footer>Written by lstm eval --report.</footer>
</body>
</html>
`.text
}

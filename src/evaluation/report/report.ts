import type { TokenSequences } from '../../text/sequences.ts'
import type { Answers, Evaluation } from '../evaluation.ts'
import { answersByLength } from '../lengths.ts'
import type { SliceTable } from '../slices.ts'
import { card } from './card.ts'
import { type ClassWords, classWords, confusedPairs } from './class-details.ts'
import { classSection, confusionSection } from './class-tables.ts'
import { figures } from './figures.ts'
import { html, type Markup } from './html.ts'
import { type Facts, factList, page } from './html-page.ts'
import { type LearningPoint, learningCurves } from './learning-curves.ts'
import { lengthChart } from './length-chart.ts'
import { mistakesSection, type ShownMistake } from './mistakes-section.ts'
import { half } from './plot.ts'
import { precisionRecallSection, thresholdSection } from './precision-recall.ts'
import { reliabilityDiagram } from './reliability-diagram.ts'
import { rocSection } from './roc-curve.ts'
import { slicesSection } from './slices-section.ts'

export interface Report {
  /** What was measured on what, in a few words each. */
  readonly facts: Facts
  readonly evaluation: Evaluation
  readonly answers: Answers
  /** The texts measured, by a model that is at hand; only their lengths are looked at. */
  readonly texts?: Pick<TokenSequences, 'offsets'>
  readonly mistakes: readonly ShownMistake[]
  /** The validations of the model's training. */
  readonly history?: readonly LearningPoint[]
  /** Beside those by length, which are always shown. */
  readonly slices?: readonly SliceTable[]
  readonly words?: readonly ClassWords[]
  /** How the model was trained, in a few words each. */
  readonly training?: Facts
}

/** The confusion matrix of so many classes stands beside another card; that of more has the width of the page. */
const classesBeside = 5

/**
 * One HTML page that needs nothing else: no network, no script. The same report gives the same bytes. All texts and names
 * in it are escaped.
 */
export function reportPage(report: Report): string {
  const {
    facts,
    evaluation,
    answers,
    texts,
    mistakes,
    history = [],
    slices = [],
    words = [],
    training = [],
  } = report
  const curves = answers.labelNames.map((name, label) => ({ name, label, answers }))
  const thresholds = curves.length === 2 ? [thresholdSection(curves[0]!), thresholdSection(curves[1]!)] : []
  const confusion = confusionSection(evaluation)
  const isWide = answers.labelNames.length > classesBeside
  const cards: readonly (Markup | '')[] = [
    ...(isWide ? [] : [confusion]),
    classSection(evaluation),
    confusedPairs(evaluation),
    precisionRecallSection(curves),
    ...thresholds,
    rocSection([{ name: 'model', answers }]),
    reliabilityDiagram(evaluation),
    texts ? lengthChart([{ name: 'model', buckets: answersByLength(answers, texts) }], half) : '',
    ...slices.map(slicesSection),
  ]
  const body = html`${figures(evaluation)}${history.length > 0 ? learningCurves(history) : ''}${isWide ? confusion : ''}<div class="pair">
${cards.flatMap(one => (one === '' ? [] : [one]))}</div>
${classWords(words)}${mistakesSection(mistakes, texts !== undefined)}${training.length > 0 ? card('Training', 'How the model was trained.', factList(training)) : ''}`
  return page({ title: 'Model report', facts, body, command: 'lstm eval --report' })
}

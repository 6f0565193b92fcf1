import { printable } from '../../printable.ts'
import { aligned, byteSize, counted, grouped, percent, percentInterval } from '../../wording.ts'
import { type Comparison, comparedTexts } from './contest.ts'

/** A comparison for people. @param bytes of the model files */
export function comparisonText(comparison: Comparison, bytes: readonly number[]): string {
  const { models, pairs, texts, textsPerSecond, verdict, resamples } = comparison
  const modelRows = models.map(({ name, accuracy, interval, macroF1 }, m) => [
    printable(name),
    ...[
      percent(accuracy, 2),
      percentInterval(interval, 2),
      percent(macroF1.value, 2),
      percentInterval(macroF1.interval, 2),
    ],
    ...[grouped(textsPerSecond[m]!), byteSize(bytes[m]!)],
  ])
  const pairRows = pairs.map(pair => [
    `${printable(pair.second)} - ${printable(pair.first)}`,
    ...[percent(pair.accuracyDifference.value, 2), percentInterval(pair.accuracyDifference.interval, 2)],
    ...[percent(pair.macroF1Difference.value, 2), percentInterval(pair.macroF1Difference.interval, 2)],
    ...[grouped(pair.onlyFirstRight), grouped(pair.onlySecondRight), pair.p.toPrecision(2)],
  ])
  const lines = [
    printable(`texts  ${comparedTexts(texts)}`),
    '',
    ...aligned([
      ['model', 'accuracy', '95 % interval', 'macro F1', '95 % interval', 'texts/s', 'size'],
      ...modelRows,
    ]),
    '',
    ...aligned([
      [
        'difference',
        'accuracy',
        '95 % interval',
        'macro F1',
        '95 % interval',
        'only first',
        'only second',
        'p',
      ],
      ...pairRows,
    ]),
    `(intervals of differences and of macro F1: ${counted(resamples, 'resample')}; only first: right where the other is wrong; p: exact McNemar)`,
    '',
    ...verdict.map(printable),
    ...disagreementLines(comparison),
  ]
  return `${lines.join('\n')}\n`
}

function disagreementLines({ disagreements, disputed, examples, models }: Comparison): string[] {
  if (disagreements.length === 0) return []
  const lines = disagreements.map(({ place, text, label, answers }) => {
    const said = answers.map(
      (answer, m) => `${models[m]!.name}: ${answer.label} ${percent(answer.probability)}`,
    )
    return printable(`${place} is ${label}; ${said.join(', ')}: ${text ?? ''}`)
  })
  const rest =
    disputed > lines.length ? ` (${grouped(lines.length)} of them; --disagreements writes all)` : ''
  return [
    '',
    `They disagree on ${grouped(disputed)} of ${counted(examples, 'text')}, what they are surest of first${rest}:`,
    ...lines,
  ]
}

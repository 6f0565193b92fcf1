import { printable, shortened } from '../printable.ts'
import { aligned, counted, grouped, percent } from '../wording.ts'
import type { CorpusCheck } from './check-corpus.ts'
import type { ShownText } from './shown-findings.ts'

/** Characters of a text on a line, examples of a finding, and labels, at most. */
const shown = { text: 80, examples: 5, labels: 20 }
/** Characters of the longest bar: with what stands before it they fit into 40 columns. */
const barLength = 20

/** What a check has found, for people. */
export function checkTable({ texts, labels, lengths, findings, outlook, remarks }: CorpusCheck): string {
  const tested = texts.test > 0
  const more = labels.length - shown.labels
  return lines(
    ...remarks.map(remark => `read      ${remark}`),
    `texts     ${grouped(texts.train)}${tested ? ` to train on, ${grouped(texts.test)} to test on` : ''}`,
    `tokens    ${grouped(lengths.shortest)} to ${grouped(lengths.longest)} a text, half of the texts ${grouped(lengths.median)} at most`,
    '',
    ...histogram(lengths.histogram),
    '',
    ...aligned([
      ['label', 'texts', 'share', ...(tested ? ['test'] : [])],
      ...labels
        .slice(0, shown.labels)
        .map(({ label, train, test }) => [
          shortened(label),
          grouped(train),
          percent(train / texts.train),
          ...(tested ? [grouped(test)] : []),
        ]),
    ]),
    ...(more > 0 ? [`... and ${grouped(more)} more`] : []),
    '',
    ...(findings.length === 0 ? ['nothing found'] : []),
    ...findings.flatMap(({ severity, message, examples }) => [
      `${severity.padEnd(8)}  ${message}`,
      ...examples.slice(0, shown.examples).map(example => `            ${exampleLine(example)}`),
    ]),
    ...(outlook
      ? [
          '',
          `baseline  ${percent(outlook.majority)} right of ${counted(texts.train, 'text')} without a model: the most frequent label for each`,
          `right     ${percent(outlook.ngrams)} by n-grams, of ${counted(outlook.heldOut, 'text')} that they had not seen`,
          ...curveLines(outlook),
          ...(outlook.doubled === undefined
            ? []
            : [`          about ${percent(outlook.doubled)} with twice the texts, if it goes on so`]),
        ]
      : []),
  )
}

/** What less to learn from would have come to. */
function curveLines({ curve }: NonNullable<CorpusCheck['outlook']>): string[] {
  const [first] = curve
  if (!first) return []
  const points = curve.map(({ texts, accuracy }) => `${percent(accuracy)} from ${grouped(texts)}`)
  return [`          learned from fewer, on ${counted(first.heldOut, 'other')}: ${points.join(', ')} texts`]
}

function exampleLine({ place, text, label, likely, remark }: ShownText): string {
  const said = [
    ...(likely === undefined ? [] : [`likely ${likely}`]),
    ...(remark === undefined ? [] : [remark]),
  ]
  const about = said.length > 0 ? ` (${said.join(', ')})` : ''
  return `${place}  ${shortened(label)}${about}: ${shortened(text, shown.text)}`
}

function histogram(buckets: CorpusCheck['lengths']['histogram']): string[] {
  const most = buckets.reduce((sum, { texts }) => Math.max(sum, texts), 1)
  const used = buckets.filter(({ texts }) => texts > 0)
  const cells = used.map(({ from, to, texts }) => [
    from + 1 >= to ? grouped(from) : `${grouped(from)}-${grouped(to - 1)}`,
    grouped(texts),
  ])
  if (cells.length === 0) return []
  return aligned([['tokens', 'texts'], ...cells]).map((line, i) =>
    i === 0 ? line : `${line}  ${'#'.repeat(Math.ceil((barLength * used[i - 1]!.texts) / most))}`,
  )
}

function lines(...all: readonly string[]): string {
  return all.map(line => `${printable(line)}\n`).join('')
}

import { grouped, percent } from '../../wording.ts'
import type { LengthBucket } from '../lengths.ts'
import { wilsonInterval } from '../metrics.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { plot, shareAxis } from './plot.ts'

/** @param buckets not empty; @param size of the drawing */
export function lengthChart(
  buckets: readonly LengthBucket[],
  size: { readonly width: number; readonly height: number },
): Markup {
  const rows = buckets.map(bucket => ({
    ...bucket,
    error: bucket.wrong / bucket.texts,
    interval: wilsonInterval(bucket.wrong, bucket.texts),
  }))
  const highest = Math.max(0.1, ...rows.map(({ interval }) => interval[1]))
  const drawing = plot(
    {
      title: 'Error by length of the text',
      ...size,
      x: {
        label: 'tokens in the text, from',
        from: 0,
        to: rows.length,
        ticks: rows.map((row, i) => ({ at: i + 0.5, text: grouped(row.from) })),
      },
      y: shareAxis('error', 0, Math.ceil(10 * highest) / 10),
    },
    ({ x, y }) =>
      rows.map(({ from, to, texts, wrong, error, interval: [lower, upper] }, i) => {
        const [left, right, middle] = [x(i + 0.15), x(i + 0.85), x(i + 0.5)]
        return html`<rect class="bar first" x="${left}" y="${y(error)}" width="${right - left}" height="${y(0) - y(error)}"><title>${grouped(from)} to ${grouped(to)} tokens: ${grouped(wrong)} of ${grouped(texts)} texts wrong, ${percent(error)}</title></rect>
<path class="whisker" d="M${middle} ${y(lower)}V${y(upper)}"/>
`
      }),
  )
  return card(
    'Error by length',
    'Each bar stands for the texts from its length to just under twice that (from 0: to 9). The lines are 95 % intervals, wide where texts are few.',
    drawing,
  )
}

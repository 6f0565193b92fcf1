import { counted, grouped, percent } from '../../wording.ts'
import type { LengthBucket } from '../lengths.ts'
import { wilsonInterval } from '../metrics.ts'
import { card } from './card.ts'
import { html, type Markup } from './html.ts'
import { curveColours, legendOf } from './legend.ts'
import { plot, shareAxis } from './plot.ts'

interface ErrorsByLength {
  /** Of the model. */
  readonly name: string
  /** Not empty. */
  readonly buckets: readonly LengthBucket[]
}

/** What of a bucket's width its bars have. */
const barsFrom = 0.15
const barsTo = 0.85

/**
 * The errors of models on the same texts, the bars of a length side by side.
 *
 * @param size of the drawing
 */
export function lengthChart(
  models: readonly ErrorsByLength[],
  size: { readonly width: number; readonly height: number },
): Markup {
  const shown = models.slice(0, curveColours.length)
  const bars = shown.flatMap(({ buckets }, m) =>
    buckets.map((bucket, b) => ({
      ...bucket,
      colour: curveColours[m]!,
      at: b + barsFrom + ((barsTo - barsFrom) * m) / shown.length,
      error: bucket.wrong / bucket.texts,
      interval: wilsonInterval(bucket.wrong, bucket.texts),
    })),
  )
  const { buckets } = shown[0]!
  const highest = Math.max(0.1, ...bars.map(({ interval }) => interval[1]))
  const width = (barsTo - barsFrom) / shown.length
  const drawing = plot(
    {
      title: 'Error by length of the text',
      ...size,
      x: {
        label: 'tokens in the text, from',
        from: 0,
        to: buckets.length,
        ticks: buckets.map((bucket, i) => ({ at: i + 0.5, text: grouped(bucket.from) })),
      },
      y: shareAxis('error', 0, Math.ceil(10 * highest) / 10),
    },
    ({ x, y }) =>
      bars.map(({ from, to, texts, wrong, error, at, colour, interval: [lower, upper] }) => {
        const [left, right, middle] = [x(at), x(at + width), x(at + width / 2)]
        return html`<rect class="bar ${colour}" x="${left}" y="${y(error)}" width="${right - left}" height="${y(0) - y(error)}"><title>${grouped(from)} to ${counted(to, 'token')}: ${grouped(wrong)} of ${counted(texts, 'text')} wrong, ${percent(error)}</title></rect>
<path class="whisker" d="M${middle} ${y(lower)}V${y(upper)}"/>
`
      }),
  )
  return card(
    'Error by length',
    'Each bar stands for the texts from its length to just under twice that (from 0: to 9). The lines are 95 % intervals, wide where texts are few.',
    html`${shown.length > 1 ? legendOf(shown) : ''}${drawing}`,
  )
}

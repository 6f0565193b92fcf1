/**
 *     npx tsx bench/promises.ts FILE [--wish 'LABEL=P' | --error E] [--draws 10] [--merge 'very positive=positive,...']
 *
 * Whether a promised precision, or a bound on the wrong answers, holds on fresh texts: a model learns from one half of the texts, drawn by a
 * seed, its held-out texts find the threshold, and the other half says what it does. A promise is kept with 90 % confidence, so about one
 * draw in ten may fall below it. `--merge` takes labels together.
 */
import { parseArgs } from 'node:util'
import { wilsonInterval } from '../src/evaluation/metrics.ts'
import { decisionFigures, decisionFor, Unkept } from '../src/evaluation/thresholds.ts'
import { type LabelledRow, readCorpus, train } from '../src/index.ts'
import { TextModel } from '../src/library/text-model.ts'
import { chooser } from '../src/model/prediction.ts'
import { Random } from '../src/random.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    wish: { type: 'string' },
    error: { type: 'string' },
    draws: { type: 'string', default: '10' },
    merge: { type: 'string', default: '' },
  },
})
const [file] = positionals
if (file === undefined || (values.wish === undefined) === (values.error === undefined)) {
  throw new Error('name a file, and either --wish LABEL=P or --error E')
}
const merged = new Map(values.merge.split(',').map(pair => pair.split('=') as [string, string]))
const rows: LabelledRow[] = []
for await (const { text, label } of readCorpus(file)) rows.push({ text, label: merged.get(label) ?? label })
const [label, share] = values.wish?.split('=') ?? []
const error = values.error === undefined ? undefined : Number(values.error)
const wish = error === undefined ? { precision: [{ label: label!, share: Number(share) }] } : { error }

console.log('| draw | held out | answered | right | 95 % interval | promise |')
console.log('|---|---|---|---|---|---|')
for (let draw = 1; draw <= Number(values.draws); draw++) {
  const order = rows.slice()
  new Random(draw).shuffle(order)
  const half = order.length >> 1
  const settings = { preset: 'auto', network: false, ngrams: true, testPortion: 0 } as const
  await using model = await train(order.slice(0, half), settings).model
  const { labels, model: parts } = TextModel.classifierOf(model)
  const heldOut = { ...parts.heldOut!, labelNames: labels }
  try {
    const decision = decisionFor(heldOut, wish)
    const fresh = order.slice(half)
    const answers = await model.predict(fresh.map(({ text }) => text))
    const figures = decisionFigures(
      {
        labels: Int32Array.from(fresh, row => labels.indexOf(row.label)),
        labelNames: labels,
        probabilities: Float32Array.from(
          answers.flatMap(({ probabilities }) =>
            labels.map(name => probabilities.find(each => each.label === name)!.probability),
          ),
        ),
      },
      chooser(labels, decision),
      undefined,
    )
    const of = figures.labels.find(each => each.label === label)
    const [given, right] = of ? [of.given, of.right] : [figures.answered, figures.answered - figures.wrong]
    const [lower, upper] = wilsonInterval(right, given)
    const wanted = error === undefined ? Number(share) : 1 - error
    const kept = right / given >= wanted ? 'kept' : upper >= wanted ? 'within its interval' : 'broken'
    console.log(
      `| ${draw} | ${decision.texts} | ${given} of ${fresh.length} | ${((100 * right) / given).toFixed(1)} % | ${(100 * lower).toFixed(1)} to ${(100 * upper).toFixed(1)} | ${kept} |`,
    )
  } catch (problem) {
    if (!(problem instanceof Unkept)) throw problem
    console.log(`| ${draw} | - | - | - | - | ${problem.message} |`)
  }
}

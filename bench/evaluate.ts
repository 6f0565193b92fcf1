import { TextDataset } from '../src/data/dataset.ts'
import { select } from '../src/data/split.ts'
import { openPredictor } from '../src/engines/wasm/index.ts'
import { probabilitiesOf } from '../src/model/probabilities.ts'
import { Random } from '../src/random.ts'
import type { Sequences } from '../src/text/sequences.ts'
import { officialSizes, openOfficial } from './data.ts'
import { alternate, type Benchmark, summary } from './measure.ts'
import { widthName } from './update.ts'
import { vectorWidths } from './widths.ts'

/** The probabilities of 2,000 test reviews at their natural lengths, from word ids; a new predictor each time. */
export const evaluate2000: Benchmark = report => measureEvaluation('evaluate-2000', 2000, 5, report)

/** The same for the whole test set. */
export const evaluate25000: Benchmark = report => measureEvaluation('evaluate-25000', 25_000, 1, report)

async function measureEvaluation(
  name: string,
  count: number,
  n: number,
  report: Parameters<Benchmark>[0],
): Promise<void> {
  const { session, testReviews } = await openOfficial()
  const { parameters } = session.network!.state.engine
  const chosen = new Random(3).permutation(testReviews.labels.length).slice(0, count)
  const texts: Sequences = select(testReviews, chosen)
  const widths = await vectorWidths()
  for (const threads of [1, 2]) {
    const names = new Set<string>()
    const times = await alternate(
      n,
      widths.map(vectorWidth => async () => {
        const options = { sizes: officialSizes, parameters, keepProbability: 0.5, threads, vectorWidth }
        const predictor = await openPredictor(options)
        await probabilitiesOf(predictor, new TextDataset(texts), { classes: 2, batchSize: 64 })
        names.add(widthName(name, predictor))
        await predictor.dispose()
      }),
      n > 1 ? 1 : 0,
    )
    for (const [w, widthName] of [...names].entries()) {
      report(summary(widthName, threads, times[w]!, median => ({ reviews_per_s: (1000 * count) / median })))
    }
  }
}

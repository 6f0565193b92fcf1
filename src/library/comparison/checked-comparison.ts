import { type ByName, byName } from '../../by-name.ts'
import type { LabelledRows } from '../../data/labelled-rows.ts'
import { LstmError } from '../../errors.ts'
import { hyperparameterTable } from '../../settings/hyperparameters.ts'
import { type IntegerRange, maximumCount } from '../../settings/table.ts'
import { refuseUnknown, requireOneOf, requireSignal, requireValues } from '../check-options.ts'
import { readFor } from '../known-reading.ts'
import type { CorpusFiles } from '../read-corpus.ts'
import { TextModel } from '../text-model.ts'
import { type CompareOptions, type Comparison, contest } from './contest.ts'

const resamples: IntegerRange = { kind: 'integer', minimum: 1, maximum: maximumCount }
const disagreements: IntegerRange = { ...resamples, minimum: 0 }

/** A comparison as a program asks for it. @throws LstmError 'usage' for a wrong option, else as `contest` does */
export async function checkedComparison(
  models: ByName<TextModel>,
  data: LabelledRows | CorpusFiles,
  options: CompareOptions,
): Promise<Comparison> {
  refuseUnknown(options, ['which', 'seed', 'resamples', 'disagreements', 'signal'])
  requireOneOf('which', options.which, ['test', 'all'])
  requireValues(options, { seed: hyperparameterTable.seed, resamples, disagreements })
  requireSignal(options.signal)
  const named = byName(models)
  const [first, second] = named.values()
  if (!first || !second) throw new LstmError('usage', 'compare wants two models at least')
  const { model } = TextModel.classifierOf(first)
  return (await contest(named, readFor(data, model), options)).comparison
}

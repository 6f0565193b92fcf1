import type { LabelledRows } from '../../data/labelled-rows.ts'
import { LstmError } from '../../errors.ts'
import { hyperparameterTable } from '../../settings/hyperparameters.ts'
import {
  checkedSettings,
  type IntegerRange,
  isValue,
  maximumCount,
  type Naming,
  type NumberRange,
  type Row,
  type Searched,
  wanted,
} from '../../settings/table.ts'
import { refuseUnknown, requireSignal, requireValues } from '../check-options.ts'
import type { CorpusFiles } from '../read-corpus.ts'
import { checkedRunSettings, runOptionNames } from '../run-options.ts'
import type { SearchEvent, SearchOptions } from './search-events.ts'

const names = [
  ...['minutes', 'trials', 'metric', 'size', 'latency', 'folds', 'seed', 'space', 'settings', 'halving'],
  ...['from', 'wordVectors', 'shard', 'onBest', 'onProgress', 'onReading', 'earlier', ...runOptionNames],
]

const positive: NumberRange = { kind: 'number', minimum: 0, open: true }
const count: IntegerRange = { kind: 'integer', minimum: 1, maximum: maximumCount }
/** What the numbers of a search may be. */
export const searchRanges = {
  minutes: positive,
  trials: count,
  size: count,
  latency: positive,
  folds: { ...count, minimum: 1, maximum: 100 },
  seed: hyperparameterTable.seed,
  metric: hyperparameterTable.metric,
} as const satisfies Record<string, NumberRange | IntegerRange | Row>

/**
 * Looks for what does best on texts held out of training: a loop over trainings, each of which is told when it is done, and the winner
 * last. The first is what `train` itself would do from nothing; a start from what is known takes its place where it is better, and what was
 * drawn where it is better by more than chance. Test texts are never looked at. Left early it ends; another search that is given its events as
 * `earlier` goes on from there.
 *
 * @param data rows, or what `readCorpus` gives
 * @param options `minutes` or `trials` has to be there
 * @throws LstmError 'usage' for a wrong option, at once; what `train` throws, where the iteration comes to it
 * @example
 * ```ts
 * import { search, train } from 'lstm'
 *
 * const rows = Array.from({ length: 60 }, (_, n) =>
 *   n % 2 ? { text: `good film ${n}`, label: 'positive' } : { text: `bad film ${n}`, label: 'negative' },
 * )
 * for await (const event of search(rows, { trials: 2, folds: 1, settings: { network: false } })) {
 *   if (event.event === 'trial') console.log(event.trial, event.accuracy)
 *   if (event.event !== 'winner') continue
 *   await using model = await train(rows, { preset: 'auto', ...event.changes }).model
 * }
 * ```
 */
export function search(data: LabelledRows | CorpusFiles, options: SearchOptions): AsyncIterable<SearchEvent> {
  return searchNaming(data, options, name => name)
}

/** The same, with other names of the settings in errors. */
export function searchNaming(
  data: LabelledRows | CorpusFiles,
  options: SearchOptions,
  nameOf: Naming,
): AsyncIterable<SearchEvent> {
  refuseUnknown(options, names)
  requireValues(options, searchRanges)
  requireSignal(options.signal)
  checkedRunSettings(options, nameOf)
  const { minutes, trials, shard, settings = {}, space = {} } = options
  refuseUnknown(settings, Object.keys(hyperparameterTable))
  checkedSettings(hyperparameterTable, settings)
  refuseUnknown(space, Object.keys(hyperparameterTable))
  for (const [name, searched] of Object.entries(space)) {
    requireSearched(name, hyperparameterTable[name as keyof typeof hyperparameterTable], searched)
  }
  if (shard) requireShard(shard)
  if (minutes === undefined && trials === undefined) {
    throw new LstmError(
      'usage',
      `a search has to end: give ${nameOf('minutes')} above 0, ${nameOf('trials')} or both`,
    )
  }
  if (shard && trials === undefined) {
    throw new LstmError('usage', `the pieces of a search are of a number of trials: give ${nameOf('trials')}`)
  }
  return searching(data, options, nameOf)
}

/** @throws LstmError 'usage' for what no trial could draw a value of this row from */
function requireSearched(name: string, row: Row, searched: Searched): void {
  const isRange = typeof searched === 'object' && searched !== null && 'from' in searched
  const ends: unknown = isRange ? [searched.from, searched.to] : Object(searched).of
  const values: readonly unknown[] = Array.isArray(ends) ? ends : []
  const wrong = values.find(value => !isValue(row, value))
  if (values.length === 0 || wrong !== undefined) {
    throw new LstmError(
      'usage',
      `space: ${name} wants ${wanted(row)}${wrong === undefined ? '' : `, not '${String(wrong)}'`}`,
      {
        hint: "what is tried are values, { of: [1, 2] }, or a range, { from: 1, to: 8, scale: 'log' }",
      },
    )
  }
  if (!isRange) return
  const { from, to, scale } = searched
  if (scale === 'linear' ? from <= to : scale === 'log' && from > 0 && from <= to) return
  throw new LstmError('usage', `space: ${name} has no range from ${from} to ${to} of the scale '${scale}'`, {
    hint: "a range ascends; its scale is 'linear', or 'log' where it begins above 0",
  })
}

/** @throws LstmError 'usage' for no piece of so many */
function requireShard({ index, of }: NonNullable<SearchOptions['shard']>): void {
  if (isValue(count, of) && Number.isInteger(index) && index >= 0 && index < of) return
  throw new LstmError('usage', `shard wants an index from 0 to below of, not ${index} of ${of}`)
}

async function* searching(
  data: LabelledRows | CorpusFiles,
  options: SearchOptions,
  nameOf: Naming,
): AsyncGenerator<SearchEvent> {
  // Loaded when it is wanted: whoever only predicts does not wait for it.
  const { searchRun } = await import('./search-run.ts')
  yield* searchRun(data, options, nameOf)
}

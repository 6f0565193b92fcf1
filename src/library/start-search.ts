import type { LabelledRows } from '../data/labelled-rows.ts'
import { LstmError } from '../errors.ts'
import { type IntegerRange, isValue, maximumCount, type NumberRange, wanted } from '../settings/table.ts'
import { refuseUnknown } from './check-options.ts'
import type { CorpusFiles } from './read-corpus.ts'
import type { SearchEvent, SearchOptions } from './search-events.ts'

const names = [
  ...['minutes', 'trials', 'metric', 'size', 'latency', 'folds', 'seed', 'space', 'settings', 'halving'],
  ...['from', 'wordVectors', 'shard', 'onBest', 'onProgress', 'earlier', 'signal'],
  ...['engine', 'threads', 'vectorWidth'],
]

const positive: NumberRange = { kind: 'number', minimum: 0, open: true }
const count: IntegerRange = { kind: 'integer', minimum: 1, maximum: maximumCount }
const checks = {
  minutes: positive,
  trials: count,
  size: count,
  latency: positive,
  folds: { ...count, minimum: 1, maximum: 100 },
} as const satisfies Record<string, NumberRange | IntegerRange>

/**
 * Looks for what does best on texts held out of training: a loop over trainings, each of which is told when it is done, and the winner
 * last. The first is what `train` itself would do, and another takes its place only where it is better by more than chance. Test texts
 * are never looked at. Left early it is through; with what it told as `earlier` another goes on from there.
 *
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
  refuseUnknown(options, names)
  for (const [name, range] of Object.entries(checks)) {
    const value = options[name as keyof typeof checks]
    if (value === undefined || isValue(range, value)) continue
    throw new LstmError('usage', `${name} wants ${wanted(range)}, not '${String(value)}'`)
  }
  const { minutes, trials, shard } = options
  if (minutes === undefined && trials === undefined) {
    throw new LstmError('usage', 'a search has to end: give minutes above 0, trials or both')
  }
  if (shard && trials === undefined) {
    throw new LstmError('usage', 'the pieces of a search are of a number of trials: give trials')
  }
  return searching(data, options)
}

async function* searching(
  data: LabelledRows | CorpusFiles,
  options: SearchOptions,
): AsyncGenerator<SearchEvent> {
  // Loaded when it is wanted: whoever only predicts does not wait for it.
  const { searchRun } = await import('./search-run.ts')
  yield* searchRun(data, options)
}

/** The trials that a search goes on from, looked at before it does: they may come from another machine, and from an editor. */
import { LstmError } from '../../errors.ts'
import { hyperparameterTable } from '../../settings/hyperparameters.ts'
import { flag, isValue } from '../../settings/table.ts'
import { differences, type SearchDraws } from '../../training/search/search-space.ts'
import type { SearchEvent, SearchStart, TrialEvent } from './search-events.ts'
import type { SearchTrials } from './search-trials.ts'

const hint = 'begin another search elsewhere'

/** @throws LstmError 'data' where the events do not begin with what the search is, or settings there are none */
export function requireBegun(events: readonly SearchEvent[]): void {
  const [first] = events
  if (!first) return
  if (first.event !== 'search') {
    throw new LstmError('data', 'the search to go on with does not begin with what it is a search for', {
      hint,
    })
  }
  for (const { base } of first.beginnings) {
    const wrong = Object.entries(hyperparameterTable).find(
      ([name, row]) => !isValue(row, base[name as keyof typeof base]),
    )
    if (!wrong) continue
    throw new LstmError(
      'data',
      `the search to go on with has a ${flag(wrong[0])} that no training can have`,
      {
        hint,
      },
    )
  }
}

/** @throws LstmError 'data' where one of the trials is none that this search would have made */
export function requireOwnTrials(
  done: readonly TrialEvent[],
  { rungs, shard }: SearchStart,
  draws: SearchDraws,
  trials: SearchTrials,
): void {
  const steps = new Set<string>()
  const isDone = (trial: number, rung: number) => steps.has(`${trial} ${rung}`)
  for (const [before, event] of done.entries()) {
    const { trial, rung, beginning, changes } = event
    // Each trial is begun when all before it are.
    const isOne =
      trial <= before * shard.of + shard.index && trial % shard.of === shard.index && !isDone(trial, rung)
    const follows = rung === (trial === 0 ? rungs : 0) || (rung <= rungs && isDone(trial, rung - 1))
    if (!isOne || !follows) throw foreign(event)
    const drawn = draws.trial(trial)
    const { base } = trials.beginnings[drawn.beginning]!
    // A bound of the size makes n-grams fewer after a first fit.
    const { ngramFeatures = base.ngramFeatures } = changes
    const made = differences({ ...trials.settingsOf(drawn), ngramFeatures }, base)
    const isDrawn = [drawn.changes, made].some(one => JSON.stringify(one) === JSON.stringify(changes))
    if (
      beginning !== drawn.beginning ||
      !isDrawn ||
      !isValue(hyperparameterTable.ngramFeatures, ngramFeatures)
    )
      throw foreign(event)
    steps.add(`${trial} ${rung}`)
  }
}

function foreign({ trial }: TrialEvent): LstmError {
  return new LstmError('data', `the search to go on with has a trial ${trial} that it would not have made`, {
    hint,
  })
}

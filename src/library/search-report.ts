import { searchPage } from '../evaluation/report/search-page.ts'
import { flag } from '../settings/table.ts'
import { grouped } from '../wording.ts'
import type { SearchEvent } from './search-events.ts'
import { mattered, saidFlags } from './trials-told.ts'

/** A page that shows a search: its trials over time, their errors, and which settings mattered. @param data its name */
export function searchReport(data: string, events: readonly SearchEvent[]): string {
  const { base, texts, seed, metric, folds } = events.find(event => event.event === 'search')!
  const trials = events.filter(event => event.event === 'trial')
  const facts = [
    ['Data', data],
    ['Texts', grouped(texts)],
    ['Judged by', `${metric}, ${folds === 1 ? 'one of five folds' : `${folds} folds`}`],
    ['Seed', String(seed)],
    ['Trainings', grouped(trials.length)],
    ['Best', String(trials.findLast(({ best }) => best)?.trial ?? 'none')],
  ] as const
  const ended = trials.flatMap(({ trial, share, accuracy, bytes, seconds, spent, problem, changes }) =>
    accuracy === undefined || bytes === undefined
      ? []
      : [
          {
            ...{ trial, share, bytes, seconds, spent, error: 1 - accuracy, flags: saidFlags(changes) },
            allowed: share === 1 && problem === undefined,
            settings: Object.fromEntries(
              Object.entries({ ...base, ...changes }).map(([name, value]) => [flag(name), value]),
            ),
          },
        ],
  )
  return searchPage({ facts, trials: ended, mattered: mattered(events).map(({ setting }) => flag(setting)) })
}

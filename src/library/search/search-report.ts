import { searchPage } from '../../evaluation/report/search-page.ts'
import { flag } from '../../settings/table.ts'
import { counted, dataName, grouped } from '../../wording.ts'
import type { SearchEvent } from './search-events.ts'
import { mattered, saidTrial, settingsOfTrial, startOf, toldWinner, trainingsOf } from './trials-told.ts'

/** A page that shows a search: its trials over time, their errors, and which settings mattered. @param data its name */
export function searchReport(data: string, events: readonly SearchEvent[]): string {
  const start = startOf(events)
  const { texts, seed, metric, folds } = start
  const trials = events.filter(event => event.event === 'trial')
  // Of pieces put together no trial was the best so far.
  const winner = events.filter(event => event.event === 'winner').at(-1)
  const kept = winner?.badness == null ? trials.findLast(({ best }) => best) : winner
  const facts = [
    ['Data', dataName(data)],
    ['Texts', grouped(texts)],
    [
      'Judged by',
      `${metric}, ${folds === 1 ? 'the texts that each training holds out' : counted(folds, 'fold')}`,
    ],
    ['Seed', String(seed)],
    ['Trainings', grouped(trainingsOf(events).length)],
    ['Kept', kept ? toldWinner(events, kept.trial) : 'none'],
  ] as const
  const ended = trials.flatMap(event => {
    const { trial, share, accuracy, bytes, seconds, spent, problem, same } = event
    if (accuracy === undefined || bytes === undefined || same !== undefined) return []
    const settings = Object.entries(settingsOfTrial(start, event)).map(([name, value]) => [flag(name), value])
    return [
      {
        ...{ trial, share, bytes, seconds, spent, error: 1 - accuracy, flags: saidTrial(start, event) },
        allowed: share === 1 && problem === undefined,
        settings: Object.fromEntries(settings) as Record<string, number | string | boolean>,
      },
    ]
  })
  return searchPage({ facts, trials: ended, mattered: mattered(events).map(({ setting }) => flag(setting)) })
}

/** The page of `lstm search --report`: what is shown, and where it goes. */
import { searchPage } from '../evaluation/report/search-page.ts'
import { writeNamedFile } from '../files/write-file.ts'
import type { SearchEvent } from '../library/search-events.ts'
import { flag } from '../settings/table.ts'
import { grouped } from '../wording.ts'
import { mattered, saidFlags } from './search-display.ts'

/** @throws LstmError 'disk' when it cannot be written; then the path holds what it held before */
export function writeSearchReport(path: string, data: string, events: readonly SearchEvent[]): Promise<void> {
  return writeNamedFile(path, [Buffer.from(pageOf(data, events))], 'make room, or choose another --report')
}

function pageOf(data: string, events: readonly SearchEvent[]): string {
  const { base, texts, seed, metric, folds } = events.find(({ event }) => event === 'search') as Extract<
    SearchEvent,
    { event: 'search' }
  >
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

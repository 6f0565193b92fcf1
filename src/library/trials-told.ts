/** What the log of a search tells of its trials. */
import type { Hyperparameters } from '../settings/hyperparameters.ts'
import { flag } from '../settings/table.ts'
import { importances } from '../training/search/importance.ts'
import { shellWord } from '../wording.ts'
import type { SearchEvent } from './search-events.ts'

/** Which settings have most to do with how good the trials are, those first. */
export function mattered(events: readonly SearchEvent[]): ReturnType<typeof importances> {
  return importances(judgedAtFirst(events))
}

/** All trials of the first rung: only they are alike in their texts, and none is there because it was good. */
export function judgedAtFirst(events: readonly SearchEvent[]) {
  const start = events.find(event => event.event === 'search')!
  const judged = events.flatMap(event =>
    event.event !== 'trial' || event.accuracy === undefined || event.badness === null
      ? []
      : [{ rung: event.rung, badness: event.badness, settings: { ...start.base, ...event.changes } }],
  )
  const rung = Math.min(...judged.map(trial => trial.rung))
  return judged.filter(trial => trial.rung === rung)
}

/** What a trial changes, for people. */
export function saidFlags(changes: Partial<Hyperparameters>): string {
  return flagsOf(changes) || 'as auto chooses'
}

/** `--dimension 64 --no-network` */
export function flagsOf(changes: Partial<Hyperparameters>): string {
  return Object.entries(changes)
    .map(([name, value]) =>
      typeof value === 'boolean'
        ? flag(name).replace('--', value ? '--' : '--no-')
        : `${flag(name)} ${shellWord(String(value))}`,
    )
    .join(' ')
}

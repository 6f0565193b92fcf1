/** What the log of a search tells of its trials. */
import { flag } from '../settings/table.ts'
import { importances } from '../training/search/importance.ts'
import { counted, percent, shellWord } from '../wording.ts'
import type { SearchEvent, SearchStart, TrialEvent, WinnerEvent } from './search-events.ts'

export function startOf(events: readonly SearchEvent[]): SearchStart {
  return events.find(event => event.event === 'search')!
}

/** Which settings have most to do with how good the trials are, those first. */
export function mattered(events: readonly SearchEvent[]): ReturnType<typeof importances> {
  return importances(judgedAtFirst(events))
}

/** All trials of the first rung: only they are alike in their texts, and none is there because it was good. */
export function judgedAtFirst(events: readonly SearchEvent[]) {
  const start = startOf(events)
  const judged = events.flatMap(event =>
    event.event !== 'trial' || event.same !== undefined || event.badness === null
      ? []
      : [{ rung: event.rung, badness: event.badness, settings: settingsOfTrial(start, event) }],
  )
  const rung = Math.min(...judged.map(trial => trial.rung))
  return judged.filter(trial => trial.rung === rung)
}

/** What is not usual about a trial, as flags. */
export function saidTrial({ beginnings }: SearchStart, { beginning, changes }: TrialEvent): string {
  return flagsOf({ ...beginnings[beginning]!.given, ...changes }) || 'as auto chooses'
}

/** All that decides a trial, by its flags. */
export function settingsOfTrial({ beginnings }: SearchStart, { beginning, changes }: TrialEvent) {
  const { given, base } = beginnings[beginning]!
  const from = [given.from, given.wordVectors].filter(known => known !== undefined).join(' and ') || 'nothing'
  return { ...(beginnings.length > 1 && { from }), ...base, ...changes }
}

/** `--dimension 64 --no-network` */
export function flagsOf(changes: WinnerEvent['changes']): string {
  return Object.entries(changes)
    .map(([name, value]) =>
      typeof value === 'boolean'
        ? flag(name).replace('--', value ? '--' : '--no-')
        : `${flag(name)} ${shellWord(String(value))}`,
    )
    .join(' ')
}

/**
 * What a search kept and how good it was: 'trial 0: error 21.3 % of 1,200 texts held out', and why, where others had less.
 *
 * @param trial that has won
 */
export function toldWinner(events: readonly SearchEvent[], trial: number): string {
  const whole = events.filter(
    (event): event is TrialEvent => event.event === 'trial' && event.share === 1 && event.badness !== null,
  )
  const won = whole.findLast(event => event.trial === trial)
  if (won?.accuracy === undefined) return `trial ${trial}`
  const figures = `error ${percent(1 - won.accuracy)} of ${counted(won.examples!, 'text')} held out`
  const isBeaten = whole.some(({ problem, badness }) => problem === undefined && badness! < won.badness!)
  return `trial ${trial}: ${figures}${isBeaten ? '; others are better by no more than chance' : ''}`
}

/** What the log of a search tells of its trials. */
import { listed } from '../../printable.ts'
import { flagWords } from '../../settings/flag-words.ts'
import { hyperparameterTable } from '../../settings/hyperparameters.ts'
import { acts, flag, type Row } from '../../settings/table.ts'
import { importances, type WorkingSettings } from '../../training/search/importance.ts'
import { gainOnSame } from '../../training/search/merit.ts'
import { aligned, byteSize, counted, grouped, percent, verb } from '../../wording.ts'
import { patience, type SearchEvent, type SearchStart, type TrialEvent } from './search-events.ts'

export function startOf(events: readonly SearchEvent[]): SearchStart {
  return events.find(event => event.event === 'search')!
}

/** Which settings have most to do with how good the trials are, those first. */
export function mattered(events: readonly SearchEvent[]): ReturnType<typeof importances> {
  return importances(judgedAtFirst(events))
}

/** All trials of the first rung: only they are alike in their texts, and none is there because it was good. */
function judgedAtFirst(events: readonly SearchEvent[]) {
  const start = startOf(events)
  const judged = events.flatMap(event =>
    event.event !== 'trial' || event.same !== undefined || event.badness === null
      ? []
      : [{ rung: event.rung, badness: event.badness, settings: workingSettings(start, event) }],
  )
  const rung = Math.min(...judged.map(trial => trial.rung))
  return judged.filter(trial => trial.rung === rung)
}

/** What is not usual about a trial, as flags. */
export function saidTrial({ beginnings }: SearchStart, { beginning, changes }: TrialEvent): string {
  return flagWords({ ...beginnings[beginning]!.given, ...changes }) || 'as auto chooses'
}

/** All that decides a trial: its settings, and from what it starts, as far as trials differ in that. */
export function settingsOfTrial({ beginnings }: SearchStart, { beginning, changes }: TrialEvent) {
  const { given, base } = beginnings[beginning]!
  const known = (['from', 'wordVectors'] as const).filter(name =>
    beginnings.some(({ given }) => given[name] !== undefined),
  )
  const starts = known.map(name => [name, given[name] ?? 'none'] as const)
  return { ...Object.fromEntries(starts), ...base, ...changes }
}

/** What of these does something in the trial. */
function workingSettings(start: SearchStart, event: TrialEvent): WorkingSettings {
  const all = settingsOfTrial(start, event)
  const rows = new Map<string, Row>(Object.entries(hyperparameterTable))
  return Object.fromEntries(
    Object.entries<number | string | boolean>(all).filter(([name]) => {
      const row = rows.get(name)
      return !row || acts(row, all)
    }),
  )
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
  const others = whole.filter(({ problem }) => problem === undefined)
  const why = others.some(other => looksBetter(other, won))
    ? '; others look better, which may be chance'
    : others.some(({ badness }) => badness! < won.badness!)
      ? '; those with less were judged by other texts, and are not better on the same ones'
      : ''
  return `trial ${trial}: ${figures}${why}`
}

function looksBetter(one: TrialEvent, other: TrialEvent): boolean {
  const [by, than] = [one.judged, other.judged]
  return by && than
    ? gainOnSame({ ...other, judged: than }, { ...one, judged: by }) > 0
    : one.badness! < other.badness!
}

/**
 * Why a search ended with time left: '; nothing new was drawn any more, 30 times in a row'.
 *
 * @param left share of its time, in [0, 1]
 */
export function toldEarlyEnd(events: readonly SearchEvent[], left: number): string {
  const trials = events.filter((event): event is TrialEvent => event.event === 'trial')
  const last = trials.slice(1 + trials.findLastIndex(({ seconds }) => seconds > 0))
  // Trials that are asked for may come to an end before the time does.
  if (left < 0.05 || last.length < patience) return ''
  const drawn = last.every(({ same }) => same !== undefined) ? 'nothing new' : 'nothing new that fits'
  return `; ${drawn} was drawn any more, ${counted(last.length, 'time')} in a row`
}

/** A trial on one line. @param minutes that the search may take, as they were given */
export function trialLine(start: SearchStart, event: TrialEvent, minutes: string | undefined): string {
  const { trial, share, accuracy, macroF1, examples, seconds, spent, best, problem, same } = event
  const left =
    minutes === undefined ? '' : `, ${Math.max(0, Math.round(60 * Number(minutes) - spent))} s left`
  const part = share < 1 ? ` on ${percent(share, 0)} of the texts` : ''
  const figures =
    accuracy === undefined || macroF1 === undefined
      ? ''
      : `: error ${percent(1 - accuracy)}, macro F1 ${percent(macroF1)} of ${counted(examples!, 'text')} held out (${seconds.toFixed(1)} s${left})`
  const why = problem === undefined ? '' : `${figures === '' ? ':' : ';'} out, ${problem}`
  const whose = same === undefined ? '' : `, comes to the same as trial ${same}`
  return `trial ${trial}${part}${figures}${best ? ', best so far' : ''}${whose}${why}  ${saidTrial(start, event)}`
}

/** What was trained: a trial of a search that halves its texts once for each share of them. */
export function trainingsOf(events: readonly SearchEvent[]): readonly TrialEvent[] {
  return events.filter((event): event is TrialEvent => event.event === 'trial' && event.seconds > 0)
}

/** '; 74 more were left out: it would not have fitted into the time' */
function toldLeftOut(events: readonly SearchEvent[]): string {
  const tried = new Set(trainingsOf(events).map(({ trial }) => trial))
  const left = events.filter(
    (event): event is TrialEvent =>
      event.event === 'trial' && event.problem !== undefined && !tried.has(event.trial),
  )
  const why = left.at(-1)?.problem
  const count = new Set(left.map(({ trial }) => trial)).size
  return why === undefined ? '' : `; ${grouped(count)} more ${verb(count, 'were')} left out: ${why}`
}

/** Trials shown at the end. */
const shown = 10

/** The best trials, and which settings mattered. */
export function searchTable(events: readonly SearchEvent[]): string[] {
  const start = startOf(events)
  const trials = trainingsOf(events)
  const whole = trials.filter(({ share, accuracy }) => share === 1 && accuracy !== undefined)
  const best = whole.toSorted((a, b) => a.badness! - b.badness!).slice(0, shown)
  const rows = best.map(event => {
    const { trial, accuracy, macroF1, cost, examples, bytes, seconds } = event
    return [
      `trial ${trial}`,
      percent(1 - accuracy!),
      percent(macroF1!),
      cost!.toFixed(3),
      grouped(examples!),
      byteSize(bytes!),
      `${seconds.toFixed(1)} s`,
    ]
  })
  const changes = best.map(event => `${event.problem ? 'out; ' : ''}${saidTrial(start, event)}`)
  const most = mattered(events).slice(0, 5)
  const judged = judgedAtFirst(events).length
  return [
    `${counted(new Set(trials.map(({ trial }) => trial)).size, 'trial')}, ${grouped(whole.length)} of them on all texts${toldLeftOut(events)}`,
    ...(rows.length > 0
      ? aligned([['', 'error', 'macro F1', 'cost', 'held out', 'model', 'time'], ...rows]).map(
          (line, i) => `${line}  ${['changes', ...changes][i]}`,
        )
      : []),
    ...(judged >= leastJudged && most.length > 0
      ? [
          `what mattered (share of the variance in the ranks of ${counted(judged, 'trial')}): ${most.map(toldImportance).join(', ')}`,
        ]
      : []),
  ]
}

/** '--network (with --dimension, which changed when it did) 40 %' */
function toldImportance({ setting, with: others, share }: ReturnType<typeof mattered>[number]): string {
  const named = others.map(flag)
  const together = others.length === 0 ? '' : ` (with ${listed(named, 60)}, which changed when it did)`
  return `${flag(setting)}${together} ${percent(share, 0)}`
}

/** Of fewer trials what mattered is chance. */
const leastJudged = 6

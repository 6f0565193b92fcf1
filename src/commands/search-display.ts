/** What a search says of its trials, for people. */
import type {
  SearchEvent,
  SearchStart,
  TrialEvent,
  TrialProgress,
  WinnerEvent,
} from '../library/search-events.ts'
import { flagsOf, judgedAtFirst, mattered, saidTrial, startOf } from '../library/trials-told.ts'
import { listed } from '../printable.ts'
import { flag } from '../settings/table.ts'
import { aligned, byteSize, counted, grouped, percent, shellWord } from '../wording.ts'
import { type DataOptions, dataRequest } from './data-options.ts'
import { programName } from './output.ts'
import type { ProgressBar } from './progress-bar.ts'

/** @param minutes that the search may take, as they were given */
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

/**
 * Shows on a terminal how far the trial under way is.
 *
 * @param left seconds of the search that are left now; undefined where it has no bound
 */
export function showTrial(
  bar: ProgressBar,
  { trial, training, trainings, part, share }: TrialProgress,
  left: number | undefined,
): void {
  bar.update(
    `trial ${trial}, ${part}`,
    share,
    ...(left === undefined ? [] : [`${Math.max(0, Math.round(left))} s left`]),
    ...(trainings > 1 ? [`training ${training} of ${trainings}`] : []),
  )
}

/** Trials shown at the end. */
const shown = 10

/** The best trials, and which settings mattered. */
export function searchTable(events: readonly SearchEvent[]): string[] {
  const start = startOf(events)
  const trials = events.filter(event => event.event === 'trial' && event.seconds > 0) as TrialEvent[]
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
    `${counted(trials.length, 'trial')}, ${grouped(whole.length)} of them on all texts`,
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

/** The command that trains the winner without a search. */
export function winnerCommand(options: DataOptions, changes: WinnerEvent['changes'], folder: string): string {
  const { data, ...reading } = dataRequest(options)!
  const said = Object.entries(reading).map(([name, value]) => {
    const option = name === 'format' ? '--data-format' : flag(name)
    if (typeof value === 'boolean') return value ? option : option.replace('--', '--no-')
    return `${option} ${shellWord(String(value))}`
  })
  const words = [`${programName} train --data ${shellWord(data)}`, ...said, '--preset auto', flagsOf(changes)]
  return [...words, `--out ${shellWord(`${folder}-again`)}`].filter(word => word !== '').join(' ')
}

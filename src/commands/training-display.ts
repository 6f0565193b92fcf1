/** What a person sees of a training, on stderr: a progress bar on a terminal, elsewhere a line for each validation. */
import type { StartEvent } from '../training/events.ts'
import type { LoopEvent } from '../training/loop.ts'
import { partOf, percent } from '../wording.ts'
import { curve, showsCurves } from './curve.ts'
import { say, sayMore, showsBelow } from './output.ts'
import { progressBar } from './progress-bar.ts'

interface TrainingDisplay {
  show(event: LoopEvent): void
  stop(): void
}

export const silentDisplay: TrainingDisplay = { show() {}, stop() {} }

/** What a display is told of its training: updates at most, updates of an earlier run that it goes on from, and test texts. */
type Shown = Pick<StartEvent, 'updates' | 'update' | 'test'> & {
  readonly hyperparameters: Pick<StartEvent['hyperparameters'], 'minutes'>
}

export function trainingDisplay(start: Shown): TrainingDisplay {
  return showsBelow() ? barDisplay(start) : lineDisplay(start)
}

function barDisplay({ updates, update: done, test, hyperparameters }: Shown): TrainingDisplay {
  const bar = progressBar()
  const speed = speedometer(done)
  const { minutes } = hyperparameters
  const latest = minutes > 0 ? performance.now() + 60_000 * minutes : Number.POSITIVE_INFINITY
  const errors: number[] = []
  const curves = showsCurves(process.env)
  return {
    show(event) {
      if (event.event === 'validation') {
        errors.push(event.validationError)
        say(validationLine(event, test > 0))
      }
      if (event.event !== 'update') return
      const { update, epoch, cost } = event
      const rate = speed(update)
      const left = Math.min((updates - update) / rate, (latest - performance.now()) / 1000)
      const error = errors.at(-1)
      bar.update(
        '',
        update / updates,
        `at most ${duration(left)} left`,
        ...(error === undefined ? [] : [`error ${percent(error)}${curves ? ` ${curve(errors)}` : ''}`]),
        `epoch ${epoch}`,
        `update ${partOf(update, updates)}`,
        `cost ${cost.toFixed(4)}`,
        `${rate.toFixed(0)} updates/s`,
      )
    },
    stop: () => bar.stop(),
  }
}

function lineDisplay({ update: done, test }: Shown): TrainingDisplay {
  const speed = speedometer(done)
  return {
    show(event) {
      switch (event.event) {
        case 'update': {
          const rate = speed(event.update).toFixed(0)
          sayMore(
            `epoch ${event.epoch}  update ${event.update}  cost ${event.cost.toFixed(5)}  ${rate} updates/s`,
          )
          break
        }
        case 'validation':
          say(validationLine(event, test > 0))
          break
        case 'saved':
          sayMore(`saved after update ${event.update}`)
      }
    },
    stop() {},
  }
}

function validationLine(event: Extract<LoopEvent, { event: 'validation' }>, tested: boolean): string {
  const { update, trainError, validationError, testError, best } = event
  const onTest = tested ? `  test ${percent(testError)}` : ''
  const errors = `training ${percent(trainError)}  validation ${percent(validationError)}${onTest}`
  return `update ${update}: error  ${errors}${best ? '  (best so far)' : ''}`
}

/** Updates a second, smoothed over the last few seconds. */
function speedometer(done: number): (update: number) => number {
  const marks = [{ update: done, time: performance.now() }]
  return update => {
    const now = performance.now()
    marks.push({ update, time: now })
    while (marks.length > 2 && now - marks[1]!.time > 5000) marks.shift()
    const first = marks[0]!
    return ((update - first.update) * 1000) / Math.max(1, now - first.time)
  }
}

/** '45 s', '3 min', '2.5 h' */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-'
  if (seconds < 90) return `${Math.max(0, Math.ceil(seconds))} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** What a person sees of a training, on stderr: a progress bar on a terminal, plain lines elsewhere. */
import type { StartEvent } from '../training/events.ts'
import type { LoopEvent } from '../training/loop.ts'
import { percent } from '../wording.ts'
import { say } from './output.ts'
import { progressBar } from './progress-bar.ts'

interface TrainingDisplay {
  show(event: LoopEvent): void
  stop(): void
}

export const silentDisplay: TrainingDisplay = { show() {}, stop() {} }

/** What a display is told of its training: updates at most, updates of an earlier run that it goes on from, and test texts. */
type Shown = Pick<StartEvent, 'updates' | 'update' | 'test'>

export function trainingDisplay(start: Shown): TrainingDisplay {
  return process.stderr.isTTY ? barDisplay(start) : lineDisplay(start)
}

function barDisplay({ updates, update: done, test }: Shown): TrainingDisplay {
  const speed = speedometer(done)
  const errors = test > 0 ? 'validation {valid} test {test}' : 'validation {valid}'
  const bar = progressBar(`epoch {epoch} [{bar}] {value}/{total} | {rate} | cost {cost} | ${errors} | {left}`)
  const shown = { epoch: '-', rate: '', cost: '-', valid: '-', test: '-', left: '' }
  return {
    show(event) {
      if (event.event === 'update') {
        const rate = speed(event.update)
        Object.assign(shown, {
          epoch: event.epoch,
          rate: `${rate.toFixed(0)} updates/s`,
          cost: event.cost.toFixed(4),
          left: `at most ${duration((updates - event.update) / rate)} left`,
        })
        bar.update(event.update, updates, shown)
      } else if (event.event === 'validation') {
        Object.assign(shown, { valid: percent(event.validationError), test: percent(event.testError) })
        say(validationLine(event, test > 0))
      } else bar.update(event.update, updates, shown)
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
          say(
            `epoch ${event.epoch}  update ${event.update}  cost ${event.cost.toFixed(5)}  ${rate} updates/s`,
          )
          break
        }
        case 'validation':
          say(validationLine(event, test > 0))
          break
        case 'saved':
          say(`saved after update ${event.update}`)
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
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

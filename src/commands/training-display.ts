/** What a person sees of a training, on stderr: a progress bar on a terminal, elsewhere a line for each validation. */
import { updateDetails, updateLine, validationLine } from '../library/training-told.ts'
import type { StartEvent } from '../training/events.ts'
import type { LoopEvent } from '../training/loop.ts'
import { speedometer } from '../training/speedometer.ts'
import { percent } from '../wording.ts'
import { curve, showsCurves } from './curve.ts'
import { say, sayMore, showsBelow } from './output.ts'
import type { ProgressBar } from './progress-bar.ts'

/** What a display is told of its training: updates at most, updates of an earlier run that it goes on from, and test texts. */
type Shown = Pick<StartEvent, 'updates' | 'update' | 'test'> & {
  readonly hyperparameters: Pick<StartEvent['hyperparameters'], 'minutes' | 'metric'>
}

/** Shows what happens from the first update on. */
export function trainingDisplay(
  bar: ProgressBar,
  { updates, update: done, test, hyperparameters: { minutes, metric } }: Shown,
): (event: LoopEvent) => void {
  const speed = speedometer(done)
  const latest = minutes > 0 ? performance.now() + 60_000 * minutes : Number.POSITIVE_INFINITY
  const errors: number[] = []
  let error: string | undefined
  const curves = showsCurves(process.env)
  return event => {
    if (event.event === 'validation') {
      errors.push(event.validationError)
      error = `${percent(event.validationError)}${curves ? ` ${curve(errors)}` : ''}`
      say(validationLine(event, { metric, test }))
    } else if (event.event === 'saved') {
      if (!showsBelow()) sayMore(`saved after update ${event.update}`)
    } else {
      const { update } = event
      const rate = speed(update)
      const left = Math.min((updates - update) / rate, (latest - performance.now()) / 1000)
      bar.update('', update / updates, ...updateDetails(event, { rate, updates, left }, error))
      if (!showsBelow()) sayMore(updateLine(event, { rate }))
    }
  }
}

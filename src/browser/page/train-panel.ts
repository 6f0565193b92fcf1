import { LstmError } from '../../errors.ts'
import { type BrowserTraining, resume, type TrainingSettings, train } from '../index.ts'
import { button, byId } from './elements.ts'
import { type ChosenFile, fileChoice } from './file-choice.ts'
import type { HeldModels } from './held-models.ts'
import { listKept } from './kept-list.ts'
import { attempt, showProblem, withoutProblem } from './page-problem.ts'
import { startPageWorker } from './page-worker.ts'
import { TrainingView } from './training-view.ts'

/** What the page does elsewhere when a training has ended. */
interface Elsewhere {
  /** Shows where one writes texts. */
  write(): void
  /** Shows where one measures, with the file of the training. */
  measure(file: ChosenFile): void
}

/** Train a model on a file, watch it, stop it and go on with it. */
export function trainPanel(models: HeldModels, elsewhere: Elsewhere): void {
  const form = byId('train-form', 'form')
  const name = byId('train-name', 'input')
  const held = byId('train-held', 'select')
  const minutes = byId('train-minutes', 'select')
  const parts = byId('train-parts', 'select')
  const keep = byId('train-keep', 'input')
  const panel = byId('training', 'section')
  const stop = byId('training-stop', 'button')
  const finish = byId('training-finish', 'button')
  /** What is going on, and how it is stopped. */
  let underWay:
    | {
        readonly training: BrowserTraining
        readonly stopping: AbortController
        readonly view: TrainingView
      }
    | undefined

  const given = fileChoice('train', file => {
    form.hidden = file === undefined
    if (file) name.value = file.name.replace(/(\.\w{1,6}){1,2}$/, '')
  })

  const busy = (is: boolean) => {
    for (const element of form.elements) (element as HTMLButtonElement).disabled = is
    stop.disabled = !is
    finish.disabled = !is
  }

  const run = async (
    title: string,
    begin: (signal: AbortSignal) => BrowserTraining,
    kept: boolean,
    file?: ChosenFile,
  ) => {
    if (underWay) throw new LstmError('usage', 'a training is going on: stop it first')
    const stopping = new AbortController()
    const training = begin(stopping.signal)
    const view = new TrainingView()
    underWay = { training, stopping, view }
    busy(true)
    panel.hidden = false
    panel.scrollIntoView({ block: 'nearest' })
    try {
      for await (const event of training) view.show(event)
      models.add(title, await training.model)
      view.close(`Done: “${title}” answers now.`)
      view.offer(
        button('Try it', elsewhere.write),
        ...(file && held.value !== '0' ? [button('Report', () => elsewhere.measure(file))] : []),
      )
    } catch (error) {
      training.dispose()
      if (!stopping.signal.aborted) view.close('It could not go on.')
      else view.close(kept ? 'Stopped, and kept: go on with it below.' : 'Stopped.')
      if (!stopping.signal.aborted) showProblem(error)
    } finally {
      underWay = undefined
      busy(false)
      await list()
    }
  }

  const list = () =>
    listKept(models, {
      goOn: kept =>
        attempt(() => run(kept, signal => resume(kept, { worker: startPageWorker, signal }), true)),
      busy: () => underWay !== undefined,
    })

  form.addEventListener('submit', event => {
    event.preventDefault()
    attempt(async () => {
      const file = given()
      const title = name.value.trim()
      if (!file || title === '') return
      withoutProblem()
      const settings: TrainingSettings = {
        preset: 'auto',
        testPortion: Number(held.value),
        ...(minutes.value !== '0' && { minutes: Number(minutes.value) }),
        ...(parts.value === 'network' && { network: true }),
      }
      await run(
        title,
        signal =>
          train(file.file, {
            ...settings,
            ...{ reading: file.reading, worker: startPageWorker, signal },
            out: keep.checked ? title : undefined,
          }),
        keep.checked,
        file,
      )
    })
  })
  stop.addEventListener('click', () => {
    stop.disabled = true
    finish.disabled = true
    underWay?.view.say('Stopping…', true)
    underWay?.stopping.abort()
  })
  finish.addEventListener('click', () => {
    finish.disabled = true
    underWay?.training.finish()
  })
  window.addEventListener('beforeunload', event => {
    if (underWay) event.preventDefault()
  })
  busy(false)
  void list().then(keeps => {
    keep.checked = keeps
    keep.disabled = !keeps
  })
}

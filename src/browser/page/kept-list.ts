import { LstmError } from '../../errors.ts'
import { counted } from '../../wording.ts'
import { type KeptTraining, keptModel, keptTrainings, removeTraining } from '../index.ts'
import { button, byId, make, note } from './elements.ts'
import type { HeldModels } from './held-models.ts'
import { attempt } from './page-problem.ts'

interface Trainings {
  goOn(name: string): void
  /** Whether one is going on. */
  busy(): boolean
}

/** Lists the trainings that the browser keeps. @returns whether it keeps any for this page */
export async function listKept(models: HeldModels, trainings: Trainings): Promise<boolean> {
  const place = byId('kept', 'div')
  try {
    const kept = await keptTrainings()
    const items = kept.map(one => item(one, models, trainings))
    place.replaceChildren(
      kept.length === 0
        ? note('No training is kept here yet. What is kept stays on this machine, until you remove it.')
        : make('ul', { class: 'kept' }, ...items),
    )
    return true
  } catch (error) {
    if (!(error instanceof LstmError)) throw error
    place.replaceChildren(note(`${error.message}. A training can be made, but not be gone on with.`))
    return false
  }
}

function item(training: KeptTraining, models: HeldModels, trainings: Trainings): HTMLLIElement {
  const { name, data, finished, update } = training
  const state = finished
    ? 'finished'
    : update > 0
      ? `stopped after ${counted(update, 'update')}`
      : 'just begun'
  const open = async () => {
    const file = await keptModel(name)
    if (!file) throw new LstmError('model', `'${name}' has no model yet`, { hint: 'go on with its training' })
    await models.open(name, file)
  }
  const remove = async () => {
    if (!confirm(`Remove “${name}” and its texts from this browser?`)) return
    await removeTraining(name)
    await listKept(models, trainings)
  }
  const named = (element: HTMLButtonElement) => {
    element.setAttribute('aria-label', `${element.textContent}: ${name}`)
    return element
  }
  const goOn = named(button('Go on', () => trainings.goOn(name)))
  goOn.disabled = trainings.busy()
  return make(
    'li',
    {},
    make('span', { class: 'grow' }, make('strong', {}, name), ` – ${data}, ${state}`),
    ...(finished ? [] : [goOn]),
    named(button('Open', () => attempt(open))),
    named(button('Remove', () => attempt(remove))),
  )
}

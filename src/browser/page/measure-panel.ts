import { counted, grouped, percent, percentInterval } from '../../wording.ts'
import type { Measured } from '../index.ts'
import { button, byId, handOver, make, note, scrolled, table } from './elements.ts'
import { type ChosenFile, fileChoice } from './file-choice.ts'
import type { HeldModel, HeldModels } from './held-models.ts'
import { attempt } from './page-problem.ts'
import { withoutFlags } from './without-flags.ts'

/** Measure the model that answers on a file. @returns measures it on this one */
export function measurePanel(models: HeldModels): (chosen: ChosenFile) => void {
  const start = byId('measure-start', 'button')
  const place = byId('measured', 'div')
  let file: File | undefined

  const given = fileChoice('measure', chosen => {
    file = chosen
    offer()
  })
  const offer = () => {
    start.hidden = file === undefined
    start.disabled = models.chosen === undefined
  }
  const measure = async ({ file, reading }: ChosenFile) => {
    const held = models.chosen
    if (!held) return
    place.replaceChildren(note(`Measuring “${held.name}” on ${file.name}…`))
    start.disabled = true
    try {
      const { measured, page } = await held.model.report(file, { ...reading, name: held.name })
      place.replaceChildren(...measuredView(held, file.name, measured, page))
      byId('measured-spoken', 'p').textContent =
        `${held.name}: ${percent(measured.accuracy)} right of ${counted(measured.texts.measured, 'text')}`
    } catch (error) {
      place.replaceChildren()
      throw error
    } finally {
      offer()
    }
  }

  start.addEventListener('click', () =>
    attempt(async () => {
      const chosen = given()
      if (chosen) await measure(chosen)
    }),
  )
  models.onChange(offer)
  return chosen => attempt(() => measure(chosen))
}

function measuredView({ name }: HeldModel, data: string, measured: Measured, page: string): Node[] {
  const { texts, notices, confusion, classes } = measured
  const left = texts.leftOut > 0 ? ` ${grouped(texts.leftOut)} that it was trained on are left out.` : ''
  const save = () => handOver(`${name} on ${data}.html`, page, 'text/html')
  const labels = classes.map(({ label }) => label)
  return [
    make(
      'section',
      { class: 'card', 'aria-labelledby': 'figures-heading' },
      make(
        'div',
        { class: 'row' },
        make('h2', { class: 'grow', id: 'figures-heading' }, `${name} on ${data}`),
        button('Download the report', save),
      ),
      note(`Of ${counted(texts.measured, 'text')}.${left}`),
      ...notices.map(line => note(withoutFlags(line))),
      tiles(measured),
    ),
    make(
      'div',
      { class: 'pair' },
      make('section', { class: 'card' }, make('h2', {}, 'Labels'), scrolled('Labels', labelTable(classes))),
      ...(confusion && labels.length <= 20
        ? [
            make(
              'section',
              { class: 'card' },
              make('h2', {}, 'What was taken for what'),
              scrolled('What was taken for what', confusionTable(labels, confusion)),
            ),
          ]
        : []),
    ),
  ]
}

/** The figures of a model, large. */
function tiles({ accuracy, interval, macroF1, ece, auc, majority }: Measured): HTMLElement {
  const tile = (name: string, value: string, what: string) =>
    make('div', {}, make('dt', {}, name), make('dd', {}, value, make('small', {}, what)))
  return make(
    'dl',
    { class: 'tiles' },
    tile('Right answers', percent(accuracy), `95 % interval ${percentInterval(interval)}`),
    tile('Without a model', percent(majority.share), `“${majority.label}”, the most frequent, for each text`),
    tile('Macro F1', percent(macroF1), 'all labels count the same'),
    tile('Calibration error', percent(ece), 'how far probabilities are from what comes true'),
    ...(auc === null ? [] : [tile('Area under the ROC', auc.toFixed(3), '0.5 is chance, 1 perfect')]),
  )
}

function labelTable(classes: Measured['classes']): HTMLTableElement {
  const rows = classes.map(({ label, precision, recall, f1, support }) => [
    label,
    ...[precision, recall, f1].map(share => (share === null ? '–' : percent(share))),
    grouped(support),
  ])
  return table('Each label by itself', ['label', 'precision', 'recall', 'F1', 'texts'], rows)
}

function confusionTable(
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
): HTMLTableElement {
  const rows = confusion.map((counts, actual) => [labels[actual]!, ...counts.map(grouped)])
  return table('Rows are what texts are, columns what was answered', ['', ...labels], rows)
}

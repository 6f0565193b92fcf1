import { counted, grouped, percent, percentInterval } from '../../wording.ts'
import { type Comparison, compare } from '../index.ts'
import { answerView } from './answer-view.ts'
import { byId, make, note, scrolled, table } from './elements.ts'
import { fileChoice } from './file-choice.ts'
import type { HeldModels } from './held-models.ts'
import { latest } from './latest.ts'
import { attempt, showProblem } from './page-problem.ts'
import { startPageWorker } from './page-worker.ts'
import { withoutFlags } from './without-flags.ts'

/** Two models on the same texts: one written here, or those of a file. */
export function comparePanel(models: HeldModels): void {
  const text = byId('compare-text', 'textarea')
  const sides = (['one', 'other'] as const).map(side => ({
    select: byId(`compare-${side}`, 'select'),
    heading: byId(`${side}-heading`, 'h2'),
    answer: byId(`compare-answer-${side}`, 'div'),
  }))

  const show = latest(async () => {
    for (const { select, heading, answer } of sides) {
      const held = models.named(select.value)
      heading.textContent = held?.name ?? 'No model'
      if (!held || text.value.trim() === '') {
        answer.replaceChildren(note(held ? 'Write something.' : 'Two models are wanted: open or train them.'))
        continue
      }
      try {
        answer.replaceChildren(...answerView(await held.model.predict(text.value)))
      } catch (error) {
        if (models.all.includes(held)) showProblem(error)
      }
    }
  })

  const start = byId('compare-start', 'button')
  const place = byId('compared', 'div')
  const given = fileChoice('compare', file => {
    start.hidden = file === undefined
  })
  const compareOn = async () => {
    const chosen = given()
    const [one, other] = sides.map(({ select }) => models.named(select.value))
    if (!chosen || !one || !other || one === other) return
    const { file, reading } = chosen
    place.replaceChildren(note(`Comparing on ${file.name}…`))
    start.disabled = true
    try {
      const both = { [one.name]: one.model, [other.name]: other.model }
      const comparison = await compare(both, file, { ...reading, worker: startPageWorker })
      place.replaceChildren(...comparedView(comparison))
      byId('compared-spoken', 'p').textContent = comparison.verdict.join(' ')
    } catch (error) {
      place.replaceChildren()
      throw error
    } finally {
      start.disabled = false
    }
  }
  start.addEventListener('click', () => attempt(compareOn))

  models.onChange(() => {
    const taken: string[] = []
    for (const { select } of sides) {
      const names = models.all.map(({ name }) => name)
      const others = names.filter(name => !taken.includes(name))
      const kept = others.find(name => name === select.value)
      select.replaceChildren(...names.map(name => make('option', {}, name)))
      select.value = kept ?? others[0] ?? names[0] ?? ''
      select.disabled = names.length === 0
      taken.push(select.value)
    }
    show(undefined)
  })
  for (const { select } of sides) select.addEventListener('change', () => show(undefined))
  text.addEventListener('input', () => show(undefined))
  show(undefined)
}

function comparedView(comparison: Comparison): Node[] {
  const { verdict, models, disagreements, texts, notices } = comparison
  const left =
    texts.leftOut > 0 ? ` ${grouped(texts.leftOut)} that one of them was trained on are left out.` : ''
  const figures = models.map(({ name, accuracy, interval, macroF1 }) => [
    name,
    percent(accuracy),
    `${percentInterval(interval)} %`,
    percent(macroF1.value),
  ])
  const different = disagreements.map(({ text, label, answers }) => [
    text ?? '',
    label,
    ...answers.map(answer => `${answer.label} ${percent(answer.probability, 0)}`),
  ])
  const names = models.map(({ name }) => name)
  return [
    ...verdict.map(sentence => make('p', {}, sentence)),
    note(`Of ${counted(texts.measured, 'text')}.${left}`),
    ...notices.map(line => note(withoutFlags(line))),
    scrolled('Figures', table('Each by itself', ['model', 'right', '95 % interval', 'macro F1'], figures)),
    ...(different.length > 0
      ? [
          scrolled(
            'Texts that they answer differently',
            table(
              'Texts that they answer differently, those first that they are surest of',
              ['text', 'true label', ...names],
              different,
              { class: 'texts' },
            ),
          ),
        ]
      : []),
  ]
}

import type { Explanation } from '../../model/explanation.ts'
import { percent } from '../../wording.ts'
import { answerView, reasonsView } from './answer-view.ts'
import { byId, note } from './elements.ts'
import type { HeldModels } from './held-models.ts'
import { latest } from './latest.ts'
import { markedText } from './marked-text.ts'
import { showProblem } from './page-problem.ts'

/** Milliseconds without a key after which the answer is read out. */
const pause = 800

/** Write a text, and see what the model makes of it as you type. */
export function writePanel(models: HeldModels): void {
  const text = byId('text', 'textarea')
  const marks = byId('marks', 'div')
  const answer = byId('answer', 'div')
  const reasons = byId('reasons', 'div')
  const status = byId('answer-status', 'p')
  let explanation: Explanation | undefined
  let reading = 0

  /** Behind the letters of the field; ends in a line, as the field has one for the cursor. */
  const mark = () => {
    const { tokenizer } = models.chosen?.model.settings ?? {}
    const marked =
      tokenizer && explanation ? markedText(text.value, explanation.tokens, tokenizer) : [text.value]
    marks.replaceChildren(...marked, '\n')
  }

  const show = latest(async (asked: number) => {
    const held = models.chosen
    if (!held || text.value.trim() === '') {
      explanation = undefined
      answer.replaceChildren(
        note(held ? 'Write something.' : 'There is no model yet: open a file, or train one.'),
      )
      reasons.replaceChildren(note('Nothing yet.'))
      return mark()
    }
    try {
      const found = await held.model.predict(text.value, { explain: true })
      explanation = found.explanation
      mark()
      answer.replaceChildren(...answerView(found))
      reasons.replaceChildren(reasonsView(explanation))
      performance.measure('key to marks', { start: asked, detail: found.text.length })
      clearTimeout(reading)
      reading = window.setTimeout(() => {
        status.textContent = `${found.label}, ${percent(found.probability, 0)}`
      }, pause)
    } catch (error) {
      // A model that was left meanwhile has nothing to answer.
      if (models.all.includes(held)) showProblem(error)
    }
  })

  text.addEventListener('input', () => {
    const asked = performance.now()
    mark()
    show(asked)
  })
  models.onChange(() => show(performance.now()))
}

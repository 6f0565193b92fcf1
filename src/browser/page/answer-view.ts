import type { Answer } from '../../library/answer.ts'
import type { ExplainedToken, Explanation } from '../../model/explanation.ts'
import { counted, percent } from '../../wording.ts'
import { make, note, table } from './elements.ts'
import { strongestOf } from './marked-text.ts'

/** Labels that are shown. */
const mostLabels = 8

/** The answer to a text: the label, and how probable it is beside the others. */
export function answerView({ label, probability, probabilities }: Answer): Node[] {
  const sorted = [...probabilities].sort((a, b) => b.probability - a.probability)
  const bars = sorted.slice(0, mostLabels).map(one => {
    const meter = make('meter', { max: '1', 'aria-label': one.label })
    meter.value = one.probability
    return make('li', {}, make('span', {}, one.label), make('span', {}, percent(one.probability, 1)), meter)
  })
  const verdict = make('p', { class: 'verdict' }, label, ' ', make('small', {}, percent(probability, 1)))
  const more = sorted.length - bars.length
  return [
    verdict,
    make('ul', { class: 'bars' }, ...bars),
    ...(more > 0 ? [note(`and ${counted(more, 'label')} less probable`)] : []),
  ]
}

/** Words that are listed. */
const mostReasons = 8

/** The words that said most, for the answer or against it. */
export function reasonsView({ tokens, label, against }: Explanation): Node {
  const words = together(tokens)
  const strongest = strongestOf(words)
  const rows = words
    .filter(({ contribution }) => Math.abs(contribution) > 0.02 * strongest)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, mostReasons)
    .map(({ token, contribution, known }) => [
      known ? token : `${token} (new to the model)`,
      contribution > 0 ? label : against,
      signed(contribution),
    ])
  if (rows.length === 0) return note('No word says anything.')
  return table(`Shares of the log-odds of ${label} against ${against}`, ['word', 'speaks for', 'share'], rows)
}

/** Each word once, with all that it says. */
function together(tokens: readonly ExplainedToken[]): ExplainedToken[] {
  const sums = new Map<string, ExplainedToken>()
  for (const one of tokens) {
    const before = sums.get(one.token)?.contribution ?? 0
    sums.set(one.token, { ...one, contribution: before + one.contribution })
  }
  return [...sums.values()]
}

function signed(value: number): string {
  return `${value > 0 ? '+' : '−'}${Math.abs(value).toFixed(2)}`
}

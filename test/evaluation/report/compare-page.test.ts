import { describe, expect, it } from 'vitest'
import { compareAnswers } from '../../../src/evaluation/comparison.ts'
import type { Answers } from '../../../src/evaluation/evaluation.ts'
import { comparePage } from '../../../src/evaluation/report/compare-page.ts'
import { mostProbable } from '../../../src/model/probabilities.ts'

const texts = 60
const hostile = `<script>alert('1')</script>`

/** Answers to 60 texts, every `n`th of them wrong. */
function answersOf(labelNames: readonly string[], n: number): Answers {
  const classes = labelNames.length
  const labels = Int32Array.from({ length: texts }, (_, i) => i % classes)
  const probabilities = Float32Array.from({ length: texts * classes }, (_, place) => {
    const [text, c] = [Math.floor(place / classes), place % classes]
    const chosen = text % n === 0 ? (labels[text]! + 1) % classes : labels[text]!
    return c === chosen ? 0.6 + (text % 30) / 100 : (0.4 - (text % 30) / 100) / (classes - 1)
  })
  return { probabilities, labels, labelNames }
}

function pageOf(names: readonly string[], labelNames: readonly string[], label = 'a') {
  const answers = names.map((_, m) => answersOf(labelNames, m + 3))
  const contenders = names.map((name, m) => ({
    name,
    predicted: mostProbable(answers[m]!.probabilities, labelNames.length),
  }))
  return comparePage({
    facts: [['Data', 'new.csv']],
    compared: compareAnswers(contenders, answers[0]!, { seed: 1, resamples: 200 }),
    verdict: [`${names[0]} and ${names[1]} cannot be told apart`],
    models: names.map((name, m) => ({
      ...{ name, answers: answers[m]!, textsPerSecond: 1000, bytes: 2e6 },
      history:
        m === 0 ? [] : [10, 20].map(update => ({ update, trainError: 0.1, validationError: 2 / update })),
    })),
    texts: { offsets: Int32Array.from({ length: texts + 1 }, (_, i) => 2 * i) },
    disputed: {
      texts: 27,
      shown: [
        {
          ...{ place: 'new.csv:3', text: hostile, label },
          answers: names.map((_, m) => ({ label: m === 0 ? label : 'b', probability: 0.75 })),
        },
      ],
    },
  })
}

const cards = (page: string) =>
  new Map(
    page.split('<section class="card">').flatMap(part => {
      const heading = /<h2>(.*)<\/h2>/.exec(part)?.[1]
      return heading === undefined ? [] : [[heading, part] as const]
    }),
  )
const lines = (part: string | undefined) => part?.match(/class="line /g)?.length

describe('comparePage', () => {
  it('overlays the models on each curve', () => {
    const found = cards(pageOf(['one', 'two'], ['a', 'b']))
    expect([...found.keys()]).toEqual([
      'Verdict',
      'Models',
      'Differences',
      'Learning curves',
      'Precision and recall of a',
      'Precision and recall of b',
      'ROC curve',
      'Reliability',
      'Error by length',
      'Classes',
      'Where they disagree',
    ])
    for (const name of ['Precision and recall of a', 'ROC curve', 'Reliability']) {
      expect(lines(found.get(name))).toBe(2)
      expect(found.get(name)).toContain('<span class="first">one</span> <span class="second">two</span>')
    }
    // Only one of them has a history; it is drawn for a desk and for a phone.
    expect(lines(found.get('Learning curves'))).toBe(2)
    expect(found.get('Where they disagree')).toMatch(/27 of \d+ texts, of which 1 are? shown/)
    expect(found.get('Error by length')!.match(/class="bar /g)).toHaveLength(2)
    expect(found.get('Classes')).toMatch(
      /<th scope="row">a<\/th><td>30<\/td><td>\d+\.\d %<\/td><td>\d+\.\d %<\/td>/,
    )
  })

  it('has no ROC curve of three classes, and draws six models of seven, which it says', () => {
    const found = cards(pageOf(['1', '2', '3', '4', '5', '6', '7'], ['a', 'b', 'c']))
    expect(found.has('ROC curve')).toBe(false)
    expect(lines(found.get('Reliability'))).toBe(6)
    expect(found.get('Models')).toContain('The drawings show the first 6.')
    expect(found.get('Differences')!.match(/<tr><th scope="row">/g)).toHaveLength(21)
  })

  it('escapes texts, labels and names, and is the same for the same comparison', () => {
    const page = pageOf([hostile, 'two'], [hostile, 'b'], hostile)
    expect(page).not.toMatch(/<script/i)
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
    expect(pageOf([hostile, 'two'], [hostile, 'b'], hostile)).toBe(page)
  })
})

import { describe, expect, it } from 'vitest'
import { evaluation } from '../../../src/evaluation/evaluation.ts'
import { type Report, reportPage } from '../../../src/evaluation/report/report.ts'

const hostile = `</script><script>alert(1)</script><img src=x onerror="alert('2')">`

const piece = (text: string, contribution: number, known = true) => ({
  text,
  token: { token: text.toLowerCase(), known, contribution },
})

/** Six texts of two tokens each; every third answer is wrong. One of the mistakes is explained. */
function reportOn(labelNames: readonly string[], changes: Partial<Report> = {}): Report {
  const classes = labelNames.length
  const labels = Int32Array.from({ length: 6 }, (_, i) => i % classes)
  const probabilities = Float32Array.from({ length: 6 * classes }, (_, place) => {
    const [text, c] = [Math.floor(place / classes), place % classes]
    const chosen = text % 3 === 0 ? (labels[text]! + 1) % classes : labels[text]!
    return c === chosen ? 0.75 : 0.25 / (classes - 1)
  })
  const answers = { probabilities, labels, labelNames }
  return {
    facts: [['Model', 'best.safetensors']],
    evaluation: evaluation(answers),
    answers,
    texts: { offsets: Int32Array.from({ length: 7 }, (_, i) => 2 * i) },
    mistakes: [
      {
        ...{ index: 3, actual: labelNames[0]!, predicted: labelNames[1]!, confidence: 0.75, more: 1200 },
        pieces: [
          piece('Strong', 2),
          { text: ', ' },
          piece('weak', 0.1),
          { text: ' ' },
          piece('rare', -1, false),
        ],
        groups: [{ text: 'weak rare', contribution: -0.5 }],
      },
    ],
    history: [],
    ...changes,
  }
}

const headings = (page: string) => [...page.matchAll(/<h2>(.*)<\/h2>/g)].map(match => match[1])

describe('reportPage', () => {
  it('draws a history of any length', () => {
    const history = Array.from({ length: 150_000 }, (_, n) => ({
      ...{ update: n + 1, trainError: 0.1, validationError: 0.2, cost: 0.5 },
    }))
    expect(headings(reportPage(reportOn(['bad', 'good'], { history })))[0]).toBe('Learning curves')
  })

  it('shows figures, curves, tables and mistakes of two classes', () => {
    const history = [10, 20].map(update => ({
      update,
      epoch: 1,
      trainError: 0.1,
      validationError: 2 / update,
      testError: 0.3,
    }))
    const page = reportPage(reportOn(['bad', 'good'], { history }))
    expect(headings(page)).toEqual([
      'Learning curves',
      'Confusion matrix',
      'Classes',
      'Precision and recall',
      'Thresholds of bad',
      'Thresholds of good',
      'ROC curve',
      'Reliability',
      'Error by length',
      'The surest mistakes',
    ])
    expect(page).toContain('66.67 %')
    expect(page).toContain('10.0 % after update 20')
    expect(page).toContain('<strong>good</strong> with 75.00 %, but it is <strong>bad</strong>')
    expect(page).toContain(
      '<mark class="for" style="--share: 1.00" title="+2.000">Strong</mark>, weak <mark class="against" style="--share: 0.50" title="-1.000"><u>rare</u></mark> ... and 1,200 more',
    )
    expect(page).toContain('<span class="against">weak rare <strong>-0.500</strong></span>')
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('draws the mean cost under the errors where the history has it', () => {
    const point = (update: number, cost?: number) => ({
      ...{ update, trainError: 0.1, validationError: 0.2, testError: 0.3 },
      ...(cost !== undefined && { cost }),
    })
    const drawn = (...history: ReturnType<typeof point>[]) =>
      reportPage(reportOn(['bad', 'good'], { history }))
    expect(drawn(point(10, 0.7), point(20, 0.35))).toContain('aria-label="Mean cost of the updates')
    expect(drawn(point(10), point(20))).not.toContain('Mean cost')
    // Where all texts are sure, the official cost is a little below 0
    expect(drawn(point(10, -1e-6))).not.toContain('NaN')
  })

  it('leaves out the ROC curve of three classes, and learning curves without a history', () => {
    expect(headings(reportPage(reportOn(['a', 'b', 'c'])))).toEqual([
      'Confusion matrix',
      'Classes',
      'Most confused',
      'Precision and recall',
      'Reliability',
      'Error by length',
      'The surest mistakes',
    ])
  })

  it('escapes texts, labels and names, and asks for nothing from elsewhere', () => {
    const page = reportPage(
      reportOn([hostile, `${hostile}2`], {
        facts: [[hostile, hostile]],
        mistakes: [0, 1].map(contribution => ({
          ...{ index: 0, actual: hostile, predicted: hostile, confidence: 1, more: 0 },
          pieces: [piece(hostile, contribution, false)],
          groups: [{ text: hostile, contribution: 1 }],
        })),
      }),
    )
    expect(page).not.toMatch(/<script|<img|<\/script|onerror="/i)
    expect(page).toContain('&#60;script&#62;alert(1)')
    expect(page).not.toMatch(/https?:|\b(src|href)=[^x]|url\(|@import/i)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  it('says so where there is no mistake, and shows a mistake without a word', () => {
    expect(reportPage(reportOn(['bad', 'good'], { mistakes: [] }))).toContain('There is no mistake.')
    const empty = {
      index: 0,
      actual: 'bad',
      predicted: 'good',
      confidence: 1,
      pieces: [],
      groups: [],
      more: 0,
    }
    const page = reportPage(reportOn(['bad', 'good'], { mistakes: [empty] }))
    expect(page).not.toContain('<summary')
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('is the same for the same report', () => {
    expect(reportPage(reportOn(['bad', 'good']))).toBe(reportPage(reportOn(['bad', 'good'])))
  })

  it('has in each cell of the confusion matrix how many texts it is, and their share of those of the label', () => {
    // Of three texts each, the label's first one is taken for the other.
    const page = reportPage(reportOn(['bad', 'good']))
    const cells = [
      ...page.matchAll(/<td class="(\w+)" style="--share: ([\d.]+)"><strong>(\d+)<\/strong><br>([\d.]+ %)/g),
    ]
    expect(cells.map(([, ...cell]) => cell)).toEqual([
      ['right', '0.6667', '2', '66.7 %'],
      ['wrong', '0.3333', '1', '33.3 %'],
      ['wrong', '0.3333', '1', '33.3 %'],
      ['right', '0.6667', '2', '66.7 %'],
    ])
  })

  it.each([
    [5, false],
    [6, true],
  ])('shows the confusion matrix of %i classes across the page: %s', (classes, across) => {
    const page = reportPage(reportOn(Array.from({ length: classes }, (_, i) => `class ${i}`)))
    expect(page.indexOf('<h2>Confusion matrix') < page.indexOf('<div class="pair">')).toBe(across)
  })
})

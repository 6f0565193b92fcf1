import { expect, it } from 'vitest'
import { evaluation } from '../../src/evaluation/evaluation.ts'
import { metricNamed } from '../../src/evaluation/metric.ts'
import { evaluationTable } from '../../src/evaluation/report/evaluation-table.ts'

it('measures 20,000 classes in time and memory that do not grow with their square, without a matrix', () => {
  const classes = 20_000
  const texts = 40
  const probabilities = new Float32Array(texts * classes)
  const labels = Int32Array.from({ length: texts }, (_, i) => i * 7)
  for (const [i, label] of labels.entries()) probabilities[i * classes + (i % 4 === 0 ? 0 : label)] = 0.5
  const labelNames = Array.from({ length: classes }, (_, i) => `c${i}`)
  const start = performance.now()
  const measured = evaluation({ probabilities, labels, labelNames })
  expect(performance.now() - start).toBeLessThan(2000)
  expect(measured).toMatchObject({ examples: texts, accuracy: 31 / texts, confusion: null })
  expect(measured.classes[0]).toEqual({ label: 'c0', support: 1, precision: 1 / 10, recall: 1, f1: 2 / 11 })
  expect(evaluationTable(measured, '40')).toContain('no confusion matrix: it would have 20,000 columns')
})

it('has a matrix of up to 200 classes', () => {
  const of = (classes: number) =>
    evaluation({
      probabilities: new Float32Array(classes).fill(1 / classes),
      labels: Int32Array.of(0),
      labelNames: Array.from({ length: classes }, (_, i) => `c${i}`),
    }).confusion?.length
  expect([of(2), of(200), of(201)]).toEqual([2, 200, undefined])
})

it('costs nothing where every answer is certain and right, and not less for what is added to probabilities', () => {
  const certain = {
    probabilities: Float32Array.of(1, 0, 0, 1),
    labels: Int32Array.of(0, 1),
    labelNames: ['a', 'b'],
  }
  expect(evaluation(certain).cost).toBe(0)
  expect(metricNamed('cost', ['a', 'b']).badness(certain.probabilities, certain.labels)).toBe(0)
})

import { describe, expect, it } from 'vitest'
import {
  commonLabels,
  comparedProbabilities,
  remarksOnMerged,
} from '../../../src/library/comparison/common-labels.ts'

function model(name: string, labels: readonly string[], mergeLabels?: string) {
  return {
    ...{ name, labels },
    provenance: { engine: 'wasm', seconds: 1, source: { data: 'x.csv', mergeLabels } },
  } as unknown as Parameters<typeof commonLabels>[0][number]
}

const plain = model('plain', ['neg', 'pos', 'positive'])
const merged = model('merged', ['positive', 'neg'], 'pos=positive')

describe('the labels that models are compared by', () => {
  it.each([
    ['a training of one model had it so', [plain, merged], undefined, ['neg', 'positive']],
    ['the one before, as well', [merged, plain], undefined, ['positive', 'neg']],
    ['two that merged the other way round', [merged, model('b', ['neg', 'pos'], 'positive=pos')], undefined],
    ['a chain of two', [merged, model('b', ['neg', 'good'], 'positive=good')], undefined, ['good', 'neg']],
    ['it was asked for', [plain, model('b', ['neg', 'pos'])], 'positive=pos', ['neg', 'pos']],
    ['asked for against what a training had', [merged, plain], 'positive=pos', ['pos', 'neg']],
  ])('are the same where %s', (_, models, asked, names = ['positive', 'neg']) => {
    expect(commonLabels(models, asked).names).toEqual(names)
  })

  it.each([
    ['other labels', [plain, model('b', ['neg', 'pos'])], undefined, 'plain and b have different labels'],
    ['one label more', [model('b', ['neg', 'pos']), plain], undefined, 'b and plain have different labels'],
    ['no two labels left', [merged], 'neg=positive', 'all labels of merged are read as "positive"'],
  ])('are refused for %s', (_, models, asked, message) => {
    expect(() => commonLabels(models, asked)).toThrow(message)
  })

  it('have the probabilities of labels that are one together, each at its place', () => {
    const labels = commonLabels([merged, plain], undefined)
    const two = new Float32Array([0.5, 0.25, 0.25, 0.125, 0.125, 0.75])
    expect([...comparedProbabilities(two, plain.labels, labels)]).toEqual([0.5, 0.5, 0.875, 0.125])
    expect(remarksOnMerged(['pos', 'neg', 'pos'], labels)).toEqual(['label "pos" is compared as "positive"'])
  })
})

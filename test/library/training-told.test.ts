import { expect, it } from 'vitest'
import { endLines, validationLine } from '../../src/library/training-told.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'
import type { EndEvent, StartEvent } from '../../src/training/events.ts'

const start: StartEvent = {
  event: 'start',
  ...{ train: 228, validation: 12, test: 0, labels: ['neg', 'pos'], vocabulary: 62, majority: 0.75 },
  ...{ hyperparameters: defaults(hyperparameterTable), engine: 'wasm', threads: 1 },
  ...{ update: 0, epoch: 0, updates: 45, words: true, keepsLast: false },
  ...{ plan: [], notices: [], remarks: [] },
}

const ngrams = (accuracy: number) => ({ features: 1000, accuracy, heldOut: 240 })

/** Whether it is warned that the model is no better than the baseline. */
function isWarned(of: Partial<StartEvent>, error: number, ends: Partial<EndEvent> = {}): boolean {
  const result = (examples: number) => ({ examples, error, interval: [0, 1] as const })
  const lines = endLines(
    { ...start, ...of },
    {
      ...{ event: 'end', ending: 'epochs', update: 45, unanswered: [], memoryBytes: 0 },
      ...{ train: result(228), validation: result(12), test: result(0) },
      ...ends,
    },
  )
  return lines.some(line => line.startsWith('warning: no better than the baseline on texts held out'))
}

it('a network that is no better than the baseline is told, with n-grams and without', () => {
  expect(isWarned({}, 0.25)).toBe(true)
  expect(isWarned({}, 0.5)).toBe(true)
  expect(isWarned({ ngrams: ngrams(0.7) }, 0.25)).toBe(true)
  expect(isWarned({}, 0.17)).toBe(false)
})

it('a network that answers only one label is told, whatever share a few validation texts have of it', () => {
  expect(isWarned({}, 0.17, { unanswered: ['neg'] })).toBe(true)
  expect(isWarned({ labels: ['a', 'b', 'c'] }, 0.17, { unanswered: ['b'] })).toBe(false)
})

it('n-grams are judged by all texts that were held out in turn, not by a few of them', () => {
  expect(isWarned({ ngrams: ngrams(0.7) }, 0.17, { ending: 'fitted' })).toBe(true)
  expect(isWarned({ ngrams: ngrams(0.8) }, 0.25, { ending: 'fitted' })).toBe(false)
  expect(isWarned({ ngrams: ngrams(0.8) }, 0.25)).toBe(false)
})

it.each([
  ['accuracy', '(best so far)'],
  ['cost', '(best so far by cost)'],
])(
  'what the best is found by is told where it is not the error that stands beside it: %s',
  (metric, told) => {
    const event = {
      ...({ event: 'validation', update: 84, epoch: 1, cost: 0.4, learningRate: 0.001 } as const),
      ...{ trainError: 0.2, validationError: 0.25, testError: 0, badCounter: 0, memoryBytes: 0 },
    }
    const line = (best: boolean) => validationLine({ ...event, best }, { metric, test: 0 })
    expect(line(true)).toBe(`update 84: error  training 20.0 %  validation 25.0 %  ${told}`)
    expect(line(false)).toBe('update 84: error  training 20.0 %  validation 25.0 %')
  },
)

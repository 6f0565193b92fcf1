import { expect, it } from 'vitest'
import { sources } from '../../scripts/source-imports.ts'
import { nextSteps } from '../../src/commands/next-steps.ts'
import { programName } from '../../src/commands/output.ts'
import type { DataRequest } from '../../src/data/load-corpus.ts'
import { hyperparameterTable } from '../../src/settings/hyperparameters.ts'
import { defaults } from '../../src/settings/table.ts'

const steps = (
  source: DataRequest | undefined,
  {
    testPortion = 0.2,
    test = 20,
    texts = 100,
    unanswered = [] as string[],
    folder = 'models/m',
    asked = {},
  } = {},
) =>
  nextSteps(
    folder,
    {
      ...(source && { source }),
      ...{ train: texts, validation: 0, labels: ['usual', 'Usual', 'rare'] },
      hyperparameters: { ...defaults(hyperparameterTable), testPortion },
    },
    { test: { examples: test, error: 0.1, interval: [0, 1] }, unanswered },
    asked,
  ).map(step => step.replace(`${programName} `, 'lstm '))

const evaluate = 'lstm eval --checkpoint models/m'
const predict = "lstm predict --checkpoint models/m 'a text of your own'"
const rows = { data: 'my rows.csv', labelColumn: 'kind' }
const read = "--data 'my rows.csv' --label-column kind"

it('measure on test texts, where there are some', () => {
  expect(steps(rows)).toEqual([evaluate, predict, `lstm check ${read}`])
  expect(steps(rows, { texts: 5001 })).toEqual([evaluate, predict])
})

it('hold out test texts, where all were trained on', () => {
  const [measure] = steps(rows, { testPortion: 0, test: 0 })
  expect(measure).toBe(`lstm train ${read} --test-portion 0.2 --out models/measured`)
})

it('train the same kind of model again, by what was asked for', () => {
  const asked = { wordVectors: 'glove.txt', network: true, seed: 2, classWeights: 'none' }
  const again = steps(rows, { testPortion: 0, test: 0, unanswered: ['rare'], asked })
  const same = `lstm train ${read} --word-vectors glove.txt --network --seed 2`
  expect(again[0]).toBe(`${same} --class-weights none --test-portion 0.2 --out models/measured`)
  expect(again.at(-1)).toBe(`${same} --class-weights balanced --out models/balanced`)
})

it('measure nothing where there is nothing to measure on, and name no file that is not there', () => {
  expect(steps(rows, { test: 0 })).toEqual([predict, `lstm check ${read}`])
  for (const source of [undefined, { data: 'imdb' }, { data: '-' }]) {
    expect(steps(source, { testPortion: 0, test: 0 })).toEqual([predict])
  }
})

it('count rare labels more, where some were never answered, and weigh the texts as before', () => {
  const weighed = { ...rows, weightColumn: 'how much' }
  const again = "--label-column kind --weight-column 'how much'"
  expect(steps(weighed, { unanswered: ['rare'] }).at(-1)).toBe(
    `lstm train --data 'my rows.csv' ${again} --class-weights balanced --out models/balanced`,
  )
  expect(steps(weighed).at(-1)).toBe(`lstm check ${read}`)
})

it('read nothing from stdin again', () => {
  expect(steps({ ...rows, test: '-' })).toEqual([predict])
})

it('count no label more that is another one in other letters', () => {
  expect(steps(rows, { unanswered: ['Usual'] }).at(-1)).toBe(`lstm check ${read}`)
  expect(steps(rows, { unanswered: ['Usual', 'rare'] }).at(-1)).toContain('--class-weights balanced')
})

it('need no name of the newest model where it lies in the usual place', () => {
  expect(steps(rows, { folder: 'checkpoints/mine' })[0]).toBe('lstm eval')
})

it('commands to be typed are named as the program was called: npx lstm, where npx ran it', () => {
  const commands = sources.filter(({ path }) => path.startsWith('commands/'))
  expect(commands.length).toBeGreaterThan(20)
  expect(commands.filter(({ text }) => /: lstm [a-z$]/.test(text)).map(({ path }) => path)).toEqual([])
})

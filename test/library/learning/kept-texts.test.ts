import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keptTexts } from '../../../src/library/learning/kept-texts.ts'
import type { Model } from '../../../src/model/model.ts'
import { hyperparameterTable } from '../../../src/settings/hyperparameters.ts'
import { defaults } from '../../../src/settings/table.ts'
import { temporaryFolder } from '../../data/temporary-folder.ts'

const model: Model = {
  vocabulary: undefined,
  labels: ['no', 'yes'],
  hyperparameters: defaults(hyperparameterTable),
  provenance: { producer: 'test' },
}

/** A file whose rows stand there by label; the first cannot be read. */
async function data(rows: number) {
  const texts = Array.from({ length: rows }, (_, n) => `${2 * n < rows ? 'no' : 'yes'},text ${n}\n`)
  const folder = await temporaryFolder({ 'd.csv': `label,text\nno\n${texts.join('')}` })
  return { data: join(folder, 'd.csv'), skipBad: true }
}

it('keeps an even share of many texts, in their order, and tells once what is left out', async () => {
  const notices: string[] = []
  const kept = await keptTexts(await data(2500), model, line => notices.push(line))
  expect(kept.map(({ text }) => text)).toEqual(
    Array.from({ length: 1000 }, (_, n) => `text ${Math.floor(2.5 * n)}`),
  )
  expect(kept.filter(({ label }) => label === 'yes')).toHaveLength(500)
  expect(notices.filter(line => line.includes('d.csv:2: 1 value'))).toHaveLength(1)
})

it('keeps all of a thousand', async () => {
  const kept = await keptTexts(await data(1000), model, () => {})
  expect(kept.map(({ text }) => text)).toEqual(Array.from({ length: 1000 }, (_, n) => `text ${n}`))
})

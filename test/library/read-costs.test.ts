import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCosts } from '../../src/library/read-costs.ts'
import { temporaryFolder } from '../run-lstm.ts'

const read = (table: string) => {
  const path = join(temporaryFolder(), 'costs.csv')
  writeFileSync(path, table)
  return readCosts(path, ['a', 'b'])
}

it('has the costs of each label, and of no answer where there is a column for it', async () => {
  expect(await read('label,b,a\nb,0,5\na,1,0\n')).toEqual({
    answers: [
      [0, 1],
      [5, 0],
    ],
  })
  expect(await read('label,a,b,uncertain\na,0,1,0.5\nb,5,0,2\n')).toMatchObject({ uncertain: [0.5, 2] })
})

it.each([
  ['label,a,b\na,0,1\nb,5,0\nb,7,0\n', /costs\.csv:4: 'b' has a row already$/],
  ['label,a,b,B\na,0,1,3\nb,5,0,3\n', /costs\.csv: the model has no label 'B'$/],
  ['label,a,b\na,0,1\nb,5,0\nc,1,1\n', /costs\.csv: the model has no label 'c'$/],
  ['label,a,b\na,0,1\n', /costs\.csv has no cost for 'b' answered with 'a'$/],
])('passes over no cost: %j', async (table, message) => {
  await expect(read(table)).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(message),
    hint: expect.any(String),
  })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCorpus, resume, train } from '../../src/index.ts'
import { CorpusFiles } from '../../src/library/read-corpus.ts'
import { trainHere } from '../../src/library/start-training.ts'
import { temporaryFolder } from '../run-lstm.ts'
import { sentiments, small } from './rows.ts'

it('does not go on with another column of labels, or other labels merged, of the same file', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'two.csv')
  const rows = sentiments().map(
    ({ text, label }, n) => `"${text}",${label},${n % 3 ? 'negative' : 'positive'}`,
  )
  await writeFile(path, `text,one,two\n${rows.join('\n')}\n`)
  const out = join(folder, 'two-labels')
  for await (const event of train(readCorpus(path, { labelColumn: 'one' }), { ...small, out })) {
    if (event.event === 'update' && event.update === 5) break
  }
  for (const other of [{ labelColumn: 'two' }, { mergeLabels: 'nobody=negative' }]) {
    await expect(resume(out, { data: readCorpus(path, other) }).model).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('is read with other labels than when the training began'),
    })
  }
  await resume(out, { data: readCorpus(path) }).model
})

it('does not take a file named - for texts that came from stdin', async () => {
  const csv = sentiments().map(({ text, label }) => `"${text}",${label}\n`)
  const input = Buffer.from(`text,label\n${csv.join('')}`)
  const piped = new CorpusFiles(
    { data: '-' },
    {
      stdin: async function* () {
        yield input
      },
    },
  )
  const out = join(temporaryFolder(), 'piped')
  for await (const event of trainHere(piped, { ...small, out })) {
    if (event.event === 'update' && event.update === 5) break
  }
  await expect(resume(out).model).rejects.toMatchObject({
    code: 'usage',
    message: 'the training read its texts from stdin',
  })
})

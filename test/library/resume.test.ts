import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCorpus, resume, train } from '../../src/index.ts'
import { CorpusFiles } from '../../src/library/read-corpus.ts'
import { trainHere } from '../../src/library/start-training.ts'
import { temporaryFolder } from '../run-lstm.ts'
import { sentiments, small } from './rows.ts'

it('does not go on with another column of texts, labels or weights, or other labels merged, of the same file', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'two.csv')
  const rows = sentiments().map(
    ({ text, label }, n) =>
      `"${text}","${text} again",${label},${n % 3 ? 'negative' : 'positive'},${1 + (n % 2)},${1 + (n % 3)}`,
  )
  await writeFile(path, `text,again,one,two,w,v\n${rows.join('\n')}\n`)
  const out = join(folder, 'two-labels')
  const reading = { labelColumn: 'one', weightColumn: 'w' }
  for await (const event of train(readCorpus(path, reading), { ...small, out, fingerprint: false })) {
    if (event.event === 'update' && event.update === 5) break
  }
  for (const [other, what] of [
    [{ textColumn: 'again' }, 'texts'],
    [{ labelColumn: 'two' }, 'labels'],
    [{ mergeLabels: 'nobody=negative' }, 'labels'],
    [{ weightColumn: 'v' }, 'weights'],
    [{ labelColumn: 'two', weightColumn: 'v' }, 'labels and weights'],
  ] as const) {
    await expect(resume(out, { data: readCorpus(path, other) }).model).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining(`is read with other ${what} than when the training began`),
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

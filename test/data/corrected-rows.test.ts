import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readCorrections } from '../../src/data/corrected-rows.ts'
import { silent } from '../../src/data/reading.ts'
import { temporaryFolder } from '../run-lstm.ts'

const noStdin = () => {
  throw new Error('nobody reads stdin')
}

it.each(['answers.csv', 'answers', 'answers.txt'])(
  'what stands in `correct` is the correction, and not the answer, whatever the file is called: %s',
  async name => {
    const data = join(temporaryFolder(), name)
    writeFileSync(data, 'label,probability,text,correct\nbad,0.9,this beat is sick,good\nbad,0.8,awful,\n')
    const found: object[] = []
    for await (const { text, label } of readCorrections({ data }, noStdin, silent))
      found.push({ text, label })
    expect(found).toEqual([{ text: 'this beat is sick', label: 'good' }])
  },
)

it.each([{ mergeLabels: 'great=good' }, { known: { mergeLabels: 'great=good' } }])(
  'what stands in `correct` is read as labels are that are asked for, or that the model was trained by: %j',
  async merged => {
    const data = join(temporaryFolder(), 'answers.csv')
    writeFileSync(data, 'label,text,correct\nbad,this beat is sick,great\nbad,a fine one,good\n')
    const notices: string[] = []
    const talk = { ...silent, notice: (line: string) => void notices.push(line) }
    const labels: string[] = []
    for await (const { label } of readCorrections({ data, ...merged }, noStdin, talk)) labels.push(label)
    expect(labels).toEqual(['good', 'good'])
    expect(notices).toContain('label "great", read as "good": 1 text')
  },
)

it('refuses answers that nobody has corrected, unless it is told that they are right', async () => {
  const data = join(temporaryFolder(), 'answers.csv')
  writeFileSync(data, 'text,label,probability,corrected\nthis beat is sick,bad,0.9,good\n')
  const labelsBy = async (labelColumn?: string) => {
    const labels: string[] = []
    const request = { data, ...(labelColumn && { labelColumn }) }
    for await (const { label } of readCorrections(request, noStdin, silent)) labels.push(label)
    return labels
  }
  await expect(labelsBy()).rejects.toThrow(
    "answers.csv has no column 'correct', and its 'label' stands beside 'probability'",
  )
  expect(await labelsBy('label')).toEqual(['bad'])
})

it.each(['text;label\nthis beat is sick;good\n', 'text;label;correct\nthis beat is sick;bad;good\n'])(
  'tells once how the table is read: %j',
  async table => {
    const data = join(temporaryFolder(), 'right.csv')
    writeFileSync(data, table)
    const notices: string[] = []
    const talk = { ...silent, notice: (line: string) => void notices.push(line) }
    for await (const _ of readCorrections({ data }, noStdin, talk));
    expect(notices).toEqual([`${data}: values are divided by ';' (--delimiter says otherwise)`])
  },
)

async function labelsOf(data: string): Promise<string[]> {
  const labels: string[] = []
  for await (const { label } of readCorrections({ data }, noStdin, silent)) labels.push(label)
  return labels
}

it('says of a table that is not there what all readers of texts say', async () => {
  await expect(labelsOf(join(temporaryFolder(), 'answers.csv'))).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(/answers\.csv does not exist$/),
  })
})

it('reads a folder of classes, even where its name is that of a table', async () => {
  const data = join(temporaryFolder(), 'answers.csv')
  for (const label of ['bad', 'good']) {
    mkdirSync(join(data, label), { recursive: true })
    writeFileSync(join(data, label, '1.txt'), 'this beat is sick')
  }
  expect(await labelsOf(data)).toEqual(['bad', 'good'])
})

it.runIf(process.platform === 'linux')('says of a table what the system refuses', async () => {
  const data = join(temporaryFolder(), 'answers.csv')
  symlinkSync('/proc/self/mem', data)
  await expect(labelsOf(data)).rejects.toMatchObject({
    code: 'data',
    message: expect.stringMatching(/^cannot read /),
  })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runLstm, temporaryFolder } from '../run-lstm.ts'

const folder = temporaryFolder()

describe('very many classes', () => {
  const rows = (texts: number, classes: number) =>
    Array.from({ length: texts }, (_, i) => `word${i % classes} and so on ${i},label ${i % classes}`)

  it('1,200 classes of 3,600 texts are trained on in seconds, by counts alone', {
    timeout: 60_000,
  }, async () => {
    await writeFile(join(folder, 'many.csv'), `text,label\n${rows(3_600, 1_200).join('\n')}\n`)
    const { code, stderr } = await runLstm(['train', '--data', 'many.csv', '--out', 'many'], { folder })
    expect(code).toBe(0)
    expect(stderr).toContain('n-grams by counts alone (--ngram-models counts): so many classes take time')
    expect(
      Number(/^n-grams .* error ([\d.]+) % on [\d,]+ texts held out( in turn)?$/m.exec(stderr)?.[1]),
    ).toBeLessThan(75)
  })

  it('10,000 classes of 20,000 texts are refused, with what to do', async () => {
    await writeFile(join(folder, 'most.csv'), `text,label\n${rows(20_000, 10_000).join('\n')}\n`)
    const { code, stderr } = await runLstm(['train', '--data', 'most.csv', '--out', 'most'], { folder })
    expect(code).toBe(3)
    expect(stderr).toMatch(/20,000 texts of 10,000 classes are too many for n-grams.*\n.*join rare labels/)
  })
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CorpusCheck, FindingKind } from '../../src/index.ts'
import { check, readCorpus } from '../../src/index.ts'
import { temporaryFolder } from '../run-lstm.ts'
import { cleanRows, csvOf, type PlantedRow } from './planted.ts'

const folder = temporaryFolder()

async function checked(name: string, contents: string | Uint8Array, test?: string) {
  const path = join(folder, name)
  await writeFile(path, contents)
  const { check: found } = await check(readCorpus(path, test === undefined ? {} : { test }))
  return found
}

const placesIn = ({ findings }: CorpusCheck, kind: FindingKind): string[] =>
  findings
    .filter(finding => finding.kind === kind)
    .flatMap(({ examples }) =>
      examples.map(({ place }) => `${/\w+\.csv/.exec(place)?.[0]}:${place.split(':').at(-1)}`),
    )

describe('a clean file', () => {
  it('is accused of nothing more than a note', async () => {
    for (const seed of [1, 2, 3]) {
      const { findings } = await checked('clean.csv', csvOf(cleanRows(400, seed)))
      expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([])
    }
  })
})

describe('planted faults of twelve kinds', () => {
  const rows = cleanRows(600, 7)
  const line = (index: number) => `planted.csv:${index + 2}`
  /** Changes a row, and gives its place. */
  const plant = (index: number, change: (row: PlantedRow) => Partial<PlantedRow>): string => {
    Object.assign(rows[index]!, change(rows[index]!))
    return line(index)
  }
  const test = cleanRows(60, 99)
    .with(5, { ...rows[90]! })
    .with(8, { ...rows[93]! })
  const planted: readonly (readonly [kind: FindingKind, place: string])[] = [
    ['labels', plant(20, () => ({ label: 'Positive' }))],
    ['labels', plant(23, () => ({ label: 'postive' }))],
    ['rare-labels', plant(31, () => ({ label: 'mixed' }))],
    ['empty', plant(40, () => ({ text: '' }))],
    ['empty', plant(41, () => ({ text: '   ' }))],
    ['length', plant(50, ({ text }) => ({ text: `${text} `.repeat(60) }))],
    ['equal', plant(61, () => ({ text: rows[63]!.text }))],
    ['equal', plant(65, () => ({ text: rows[67]!.text.toUpperCase() }))],
    ['contradicting', plant(70, () => ({ text: rows[71]!.text }))],
    ['contradicting', plant(72, () => ({ text: rows[73]!.text }))],
    ['near-equal', plant(80, () => ({ text: `${rows[82]!.text} Indeed it was so.` }))],
    ['near-equal', plant(84, () => ({ text: `Well, ${rows[86]!.text}` }))],
    ['leak', 'test.csv:7'],
    ['leak', 'test.csv:10'],
    ['language', plant(100, () => ({ text: 'Этот фильм был очень скучный и холодный' }))],
    ['language', plant(103, () => ({ text: 'Der Film ist sehr schön und die Musik war nicht von hier' }))],
    ['language', plant(105, () => ({ text: 'ภาพยนตร์เรื่องนี้สนุกมากจริงๆ' }))],
    ['control', plant(110, ({ text }) => ({ text: `${text}\u0007` }))],
    ['control', plant(111, ({ text }) => ({ text: `\u202e${text}` }))],
    ['markup', plant(120, ({ text }) => ({ text: `<div class="r">${text}</div>` }))],
    ['markup', plant(121, ({ text }) => ({ text: `${text} Tom &amp; Jerry` }))],
    ['encoding', plant(130, ({ text }) => ({ text: `${text} The cafÃ© scene.` }))],
    ['label-errors', plant(140, () => ({ label: 'positive' }))],
    ['label-errors', plant(143, () => ({ label: 'negative' }))],
  ]

  it('are all found, each with its place', async () => {
    await writeFile(join(folder, 'test.csv'), csvOf(test))
    const broken = `${csvOf(rows)}one value alone\n`
    const found = await checked('planted.csv', broken, join(folder, 'test.csv'))
    const missed = planted.filter(([kind, place]) => !placesIn(found, kind).includes(place))
    // Labels are told by their names, with their numbers of texts.
    const byName = found.findings.filter(({ kind }) => kind === 'labels').map(({ message }) => message)
    expect(byName.join()).toMatch(/"Positive" \(1\)/)
    expect(byName.join()).toMatch(/"postive" \(1\) for "positive"/)
    expect(missed.filter(([kind]) => kind !== 'labels')).toEqual([])
    expect(found.findings[0]).toMatchObject({ kind: 'unreadable', severity: 'error', texts: 1 })
    expect(new Set(planted.map(([kind]) => kind)).size).toBeGreaterThanOrEqual(12)
  })

  it('a word that gives a label away is one of them', async () => {
    const signed = cleanRows(300, 11).map(row => ({
      ...row,
      text: row.label === 'positive' ? `${row.text} Posted via starboard` : row.text,
    }))
    const { findings } = await checked('signed.csv', csvOf(signed))
    const giveaway = findings.find(({ kind }) => kind === 'giveaway')
    expect(giveaway).toMatchObject({
      severity: 'warning',
      message: expect.stringContaining('"starboard" (100 %, elsewhere 0)'),
    })
  })

  it('bytes in another encoding are told, and read', async () => {
    const latin = Buffer.from(
      csvOf([...cleanRows(60, 3), { text: 'Un café très froid', label: 'negative' }]),
      'latin1',
    )
    const { findings, texts, remarks } = await checked('latin.csv', latin)
    expect(texts.train).toBe(61)
    expect(findings[0]).toMatchObject({ kind: 'encoding', severity: 'error' })
    expect(remarks[0]).toMatch(/latin\.csv:62: bytes that are no UTF-8/)
  })
})

describe('what is left of clean texts', () => {
  it('has no empty, equal, contradicting and test texts', async () => {
    const rows = cleanRows(40, 5)
    const data = [
      ...rows,
      { ...rows[0]! },
      { text: rows[1]!.text, label: 'negative' },
      { text: '', label: 'positive' },
    ]
    const { check: found, clean } = await check(data, { test: [rows[2]!] })
    const kept: string[] = []
    for await (const { text } of clean()) kept.push(text)
    expect(kept).toEqual([0, ...Array.from({ length: 37 }, (_, i) => i + 3)].map(i => rows[i]!.text))
    expect(found.cleaned).toEqual({ kept: 38, empty: 1, equal: 2, contradicting: 2, leaks: 1 })
  })
})

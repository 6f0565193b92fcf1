import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CorpusCheck, FindingKind } from '../../src/index.ts'
import { check, readCorpus } from '../../src/index.ts'
import { temporaryFolder } from '../run-lstm.ts'
import { cleanLanguages } from './clean-languages.ts'
import { cleanSets } from './clean-sets.ts'
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
  it.each(Object.entries({ ...cleanSets, ...cleanLanguages }))(
    'of %s is accused of nothing more than a note',
    async (_, rowsOf) => {
      const rows = rowsOf()
      const test = join(folder, 'clean-test.csv')
      await writeFile(test, csvOf(rows.slice(0, 60)))
      const { findings, texts } = await checked('clean.csv', csvOf(rows.slice(60)), test)
      expect(texts).toEqual({ train: rows.length - 60, test: 60 })
      expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([])
    },
  )

  it('is so for other draws of it', async () => {
    for (const seed of [2, 3]) {
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
    ['labels', plant(21, () => ({ label: 'positive ' }))],
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
    ['language', plant(107, ({ text }) => ({ text: text.replace('and', '\u0430nd') }))],
    ['language', plant(108, ({ text }) => ({ text: `${text} Очень скучно` }))],
    ['language', plant(109, () => ({ text: 'Bu film çok güzeldi ve ben onu sevdim ama sonu kötü' }))],
    ['control', plant(110, ({ text }) => ({ text: `${text}\u0007` }))],
    ['control', plant(111, ({ text }) => ({ text: `\u202e${text}` }))],
    ['markup', plant(120, ({ text }) => ({ text: `<div class="r">${text}</div>` }))],
    ['markup', plant(121, ({ text }) => ({ text: `${text} Tom &amp; Jerry` }))],
    ['encoding', plant(130, ({ text }) => ({ text: `${text} The cafÃ© scene.` }))],
    [
      'encoding',
      plant(131, ({ text }) => ({
        text: `${text} \u00d0\u00bf\u00d1\u20ac\u00d0\u00b8\u00d0\u00b2\u00d0\u00b5\u00d1\u201a`,
      })),
    ],
    ['encoding', plant(132, ({ text }) => ({ text: `${text} na\ufffdve` }))],
    ['length', plant(133, () => ({ text: 'ok' }))],
    ['label-errors', plant(140, () => ({ label: 'positive' }))],
    ['label-errors', plant(143, () => ({ label: 'negative' }))],
  ]

  it('are all found, each with its place', async () => {
    await writeFile(join(folder, 'test.csv'), csvOf(test))
    const broken = `${csvOf(rows)}one value alone\n`
    const found = await checked('planted.csv', broken, join(folder, 'test.csv'))
    const missed = planted.filter(([kind, place]) => !placesIn(found, kind).includes(place))
    const byName = found.findings.filter(({ kind }) => kind === 'labels').map(({ message }) => message)
    expect(byName.join()).toMatch(/"Positive" \(1\)/)
    expect(byName.join()).toMatch(/"postive" \(1\) for "positive"/)
    expect(missed).toEqual([])
    expect(found.findings[0]).toMatchObject({ kind: 'unreadable', severity: 'error', texts: 1 })
    expect(planted.length).toBeGreaterThanOrEqual(25)
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

  it('a word of one of many labels is what the label is about: a note, one for all of them', async () => {
    const topics = ['money', 'opera', 'sleep', 'traffic', 'travel', 'weather']
    const intents = (owned: number) =>
      cleanRows(600, 11).map(({ text }, i) => ({
        text: i % 6 < owned ? `${text} So much for ${topics[i % 6]}` : text,
        label: `about ${topics[i % 6]}`,
      }))
    const giveaways = async (owned: number) => {
      const { findings } = await checked('intents.csv', csvOf(intents(owned)))
      return findings.flatMap(({ kind, severity, texts, message }) =>
        kind === 'giveaway' ? [[severity, texts, message]] : [],
      )
    }
    expect(await giveaways(2)).toEqual(
      ['money', 'opera'].map(topic => [
        'note',
        100,
        `words that give the label "about ${topic}" away: "${topic}" (100 %, elsewhere 0): a model will learn these and nothing else`,
      ]),
    )
    expect(await giveaways(6)).toEqual([
      [
        'note',
        600,
        `6 of 6 labels have words that give them away, or nearly: ${topics.map(topic => `"about ${topic}" by "${topic}" (100 %, elsewhere 0)`).join(', ')}: are these what the labels are about?`,
      ],
    ])
  })

  it('a word in most texts of one label alone is worth a note', async () => {
    const signed = cleanRows(300, 11).map((row, i) => ({
      ...row,
      text: row.label === 'positive' && i % 3 > 0 ? `${row.text} Posted via starboard` : row.text,
    }))
    const { findings } = await checked('signed.csv', csvOf(signed))
    expect(findings.find(({ kind }) => kind === 'giveaway')).toMatchObject({
      severity: 'note',
      message: expect.stringContaining('"starboard" (67 %, elsewhere 0)'),
    })
  })

  it('a word in some texts of one label, and in no other, is worth a note, with the texts that have it', async () => {
    const signed = cleanRows(600, 11).map((row, i) => ({
      ...row,
      text: row.label === 'positive' && i % 20 === 7 ? `${row.text} Posted via starboard` : row.text,
    }))
    const { findings } = await checked('signed.csv', csvOf(signed))
    expect(findings.find(({ kind }) => kind === 'giveaway')).toMatchObject({
      ...{ severity: 'note', texts: 30 },
      message: expect.stringMatching(
        /^words that only texts of the label "positive" have: .*"starboard" \(10 %, elsewhere 0\)/,
      ),
      examples: expect.arrayContaining([
        expect.objectContaining({ place: expect.stringContaining('signed.csv:9') }),
      ]),
    })
  })

  it('labels that are uneven are one of them', async () => {
    const uneven = (every: number) =>
      cleanRows(600, 12).filter(({ label }, i) => label === 'negative' || i % every === 1)
    const severityOf = async (every: number) => {
      const { findings } = await checked('uneven.csv', csvOf(uneven(every)))
      return findings.find(({ kind }) => kind === 'imbalance')?.severity
    }
    expect([await severityOf(10), await severityOf(100)]).toEqual(['note', 'warning'])
  })

  it('bytes in another encoding are told, and read', async () => {
    const latin = Buffer.from(
      csvOf([...cleanRows(60, 3), { text: 'Un café très froid', label: 'negative' }]),
      'latin1',
    )
    const { findings, texts, remarks } = await checked('latin.csv', latin)
    expect(texts.train).toBe(61)
    expect(findings[0]).toMatchObject({ kind: 'encoding', severity: 'error' })
    expect(remarks[0]).toMatch(/latin\.csv:62: bytes that are no text/)
    // A training with --skip-bad leaves the row out; so does the check of it.
    const { check: without } = await check(readCorpus(join(folder, 'latin.csv'), { skipBad: true }))
    expect(without.texts.train).toBe(60)
    expect(without.findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(without.findings.find(({ kind }) => kind === 'unreadable')?.message).toMatch(
      /^1 row .*; 1 of them has bytes that are no text in this encoding: --encoding windows-1252, /,
    )
  })
})

describe('bytes that are no text', () => {
  it('in the names of the columns have all read in the encoding that it most often is', async () => {
    const rows = csvOf(cleanRows(60, 3)).replace('text,label', 'text,größe,label').replaceAll('",', '",ä,')
    const { findings, texts, remarks } = await checked('named.csv', Buffer.from(rows, 'latin1'))
    expect([texts.train, findings[0]]).toMatchObject([60, { kind: 'encoding', severity: 'error' }])
    expect(remarks[0]).toMatch(/named\.csv:1: bytes that are no text/)
  })

  it('in a row among others beyond ASCII are told as that row, and the others are read as they are', async () => {
    const rows = cleanRows(60, 3).map(row => ({ ...row, text: `${row.text} Déjà vu.` }))
    const lines = csvOf(rows)
      .trimEnd()
      .split('\n')
      .map(line => Buffer.from(`${line}\n`))
    lines[7] = Buffer.from('"caf\xe9 au lait",negative\n', 'latin1')
    const { findings, texts } = await checked('torn.csv', Buffer.concat(lines))
    expect(texts.train).toBe(59)
    expect(findings.map(({ kind }) => kind)).not.toContain('encoding')
    expect(findings.find(({ kind }) => kind === 'unreadable')?.message).toMatch(
      /^1 row cannot be used .*torn\.csv:8: bytes that are no text in its encoding$/,
    )
  })
})

describe('test texts', () => {
  it('are told where they stand there again, contradict each other, begin alike, or have a label in doubt', async () => {
    const rows = cleanRows(700, 17)
    const test = rows.slice(400).map((row, i) => ({
      ...row,
      text: i % 10 === 4 ? `As seen on my own page today: ${row.text}` : row.text,
    }))
    test[10] = { ...test[20]! }
    test[31] = { text: test[32]!.text, label: 'positive' }
    const turned = [50, 51, 52, 53, 55]
    for (const i of turned) test[i]!.label = test[i]!.label === 'positive' ? 'negative' : 'positive'
    // A training text with its label turned: the model has learned the other one by heart.
    test[60] = { text: rows[0]!.text, label: 'positive' }
    await writeFile(join(folder, 'faulty.csv'), csvOf(test))
    const found = await checked('sound.csv', csvOf(rows.slice(0, 400)), join(folder, 'faulty.csv'))
    const places = (indices: readonly number[]) => indices.map(index => `faulty.csv:${index + 2}`)
    expect(placesIn(found, 'equal')).toEqual(places([10, 20, 31, 32]))
    expect(placesIn(found, 'contradicting')).toEqual(places([31, 32]))
    const ofTest = (kind: FindingKind) =>
      found.findings.filter(finding => finding.kind === kind && / test texts /.test(finding.message))
    expect(ofTest('near-equal')).toMatchObject([{ severity: 'note', texts: 30 }])
    expect(ofTest('leak')[0]!.message).toMatch(/as well, 1 of them with another label: figures/)
    const doubted = ofTest('label-errors').flatMap(({ examples }) =>
      examples.map(({ place }) => place.replace(/^.*\//, '')),
    )
    expect(doubted).toEqual(expect.arrayContaining(places(turned)))
    expect(doubted).not.toContain(places([60])[0])
  })
})

describe('ways of writing one label', () => {
  const rows = cleanRows(400, 23).map((row, i) => ({
    ...row,
    label: i % 3 === 0 ? row.label.toUpperCase() : row.label,
  }))
  rows.push({ ...rows[2]!, label: rows[2]!.label.toUpperCase() })
  rows[50]!.label = rows[50]!.label.toLowerCase() === 'positive' ? 'negative' : 'positive'

  it('are told once: they neither doubt nor contradict each other, and hide no wrong label', async () => {
    const found = await checked('ways.csv', csvOf(rows))
    expect(found.findings.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^labels that differ only/),
    )
    expect(placesIn(found, 'contradicting')).toEqual([])
    const doubted = found.findings.filter(({ kind }) => kind === 'label-errors')
    expect(placesIn(found, 'label-errors')[0]).toBe('ways.csv:52')
    for (const { place, likely } of doubted.flatMap(({ examples }) => examples))
      expect(rows[Number(place.split(':').at(-1)) - 2]!.label.toLowerCase()).not.toBe(likely!.toLowerCase())
  })

  it('are all kept among clean texts, of equal ones the first', async () => {
    const { check: found } = await check(rows)
    expect(found.cleaned).toEqual({ kept: 400, empty: 0, equal: 1, contradicting: 0, leaks: 0 })
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

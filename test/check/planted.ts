/** A clean file of labelled texts, and the same with faults planted in it. */
import { Random } from '../../src/random.ts'

const subjects = [
  'The plot',
  'Her acting',
  'This film',
  'The music',
  'His script',
  'The camera',
  'Every scene',
  'The ending',
]
const verbs = ['felt', 'seemed', 'was', 'looked', 'stayed', 'became']
const words = {
  positive: [
    'wonderful',
    'moving',
    'clever',
    'warm',
    'brilliant',
    'fresh',
    'lovely',
    'gripping',
    'tender',
    'funny',
  ],
  negative: ['boring', 'clumsy', 'dull', 'cold', 'awful', 'stale', 'ugly', 'tedious', 'hollow', 'silly'],
}
const places = [
  'in the first hour',
  'from the start',
  'to my surprise',
  'as the critics said',
  'on a rainy night',
  'with my family',
  'at the festival',
  'until the credits',
]
const names = Array.from(
  { length: 400 },
  (_, i) =>
    `${'BDFGKLMNPRST'[i % 12]}${'aeiou'[i % 5]}${'lmnrst'[i % 6]}${'aeo'[i % 3]}${'nrsk'[i % 4]}${i % 7}`,
)

export interface PlantedRow {
  text: string
  label: string
}

/** Sentences of two labels, no two of them alike, both labels' words in each label's texts. */
export function cleanRows(count: number, seed = 1): PlantedRow[] {
  const random = new Random(seed)
  const of = <T>(list: readonly T[]): T => list[Math.floor(random.uniform() * list.length)]!
  const seen = new Set<string>()
  const rows: PlantedRow[] = []
  while (rows.length < count) {
    const label = rows.length % 2 ? 'positive' : 'negative'
    const other = label === 'positive' ? 'negative' : 'positive'
    const own = [of(words[label]), of(words[label])]
    const doubt = random.uniform() < 0.3 ? `, though ${of(names)} seemed ${of(words[other])}` : ''
    const text = `${of(subjects)} ${of(verbs)} ${own[0]} ${of(places)} and ${of(names)} was ${own[1]} beside ${of(names)}${doubt}.`
    if (seen.has(text)) continue
    seen.add(text)
    rows.push({ text, label })
  }
  return rows
}

export const csvOf = (rows: readonly PlantedRow[]): string =>
  `text,label\n${rows.map(({ text, label }) => `"${text.replaceAll('"', '""')}",${label}\n`).join('')}`

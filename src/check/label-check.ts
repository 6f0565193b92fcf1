import { labelNotices, plain } from '../data/notices.ts'
import { classSizes } from '../data/split.ts'
import { listed, quoted } from '../printable.ts'
import { counted, grouped } from '../wording.ts'
import { type Finding, finding, rowsWhere } from './finding.ts'

/** With fewer texts than this a label can neither be learned nor measured. */
const fewest = 5
/** How many times as many texts the most frequent label has as the rarest: worth knowing, and in need of something. */
const uneven = { note: 3, warning: 30 }

/** Labels that may be meant to be one, that stand for nothing, that are rare, and how uneven they are. */
export function labelFindings(labelNames: readonly string[], labels: Int32Array): Finding[] {
  const sizes = classSizes(labels)
  const named = (label: number) => `${quoted(labelNames[label]!)} (${grouped(sizes[label]!)})`
  const rowsOf = (wanted: ReadonlySet<number>) =>
    rowsWhere('train', labels.length, index => wanted.has(labels[index]!))
  const alike = labelNotices(labelNames, labels).flatMap(({ severity, texts, message, labels: odd }) =>
    finding('labels', severity, rowsOf(new Set(odd)), () => message, texts),
  )
  const misspelt = misspellings(labelNames, sizes)
  const joined = joinedLabels(labelNames)
  const short = abbreviations(labelNames, sizes)
  const rare = new Set([...sizes.keys()].filter(label => sizes[label]! < fewest))
  // Of rare labels it is said already that they are rare.
  const present = sizes.filter(size => size >= fewest)
  const most = present.reduce((a, b) => Math.max(a, b), 0)
  const least = present.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const ratio = most / least
  const [only, ...others] = [...sizes.keys()].filter(label => sizes[label]! > 0)
  return [
    ...finding(
      'labels',
      'error',
      [],
      texts =>
        `${texts === 1 ? 'the only training text has' : 'all training texts have'} the label ${named(only!)}: a classifier needs at least two`,
      others.length === 0 ? labels.length : 0,
    ),
    ...alike,
    ...finding(
      'labels',
      'warning',
      rowsOf(new Set(misspelt.map(({ rare }) => rare))),
      () =>
        `labels that may be misspelt: ${listed(
          misspelt.map(({ rare, frequent }) => `${named(rare)} for ${named(frequent)}`),
          200,
        )}`,
    ),
    ...finding(
      'labels',
      'note',
      rowsOf(new Set(joined)),
      () =>
        `labels that are several in one, where each text has one label here: ${listed(joined.map(named), 200)}`,
    ),
    ...finding(
      'labels',
      'note',
      rowsOf(new Set(short.map(({ short }) => short))),
      () =>
        `labels that another one begins with: ${listed(
          short.map(({ short, long }) => `${named(short)} and ${named(long)}`),
          200,
        )}: are they one?`,
    ),
    ...finding(
      'rare-labels',
      'warning',
      rowsOf(rare),
      () => `labels of fewer than ${counted(fewest, 'text')}: ${listed([...rare].map(named), 200)}`,
    ),
    ...finding(
      'imbalance',
      ratio >= uneven.warning ? 'warning' : 'note',
      [],
      () =>
        `${named(sizes.indexOf(most))} has ${ratio.toFixed(1)} times as many texts as ${named(sizes.indexOf(least))}: --class-weights balanced has each label count as much`,
      ratio >= uneven.note ? labels.length : 0,
    ),
  ]
}

/** Labels such as 'positive,negative': two and more, each a label by itself. */
function joinedLabels(labelNames: readonly string[]): number[] {
  const known = new Set(labelNames.map(plain))
  return [...labelNames.keys()].filter(label => {
    const parts = labelNames[label]!.split(/[,;|/+&]/).map(plain)
    return parts.length > 1 && parts.every(part => known.has(part))
  })
}

/** `pos` and `positive`: letters that one other label alone begins with, and goes on in the same word. */
function abbreviations(
  labelNames: readonly string[],
  sizes: Int32Array,
): { readonly short: number; readonly long: number }[] {
  const order = [...labelNames.keys()]
    .filter(label => sizes[label]! > 0)
    .map(label => ({ label, name: plain(labelNames[label]!) }))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
  /** By place: where names begin that are another one. */
  const ends = new Int32Array(order.length)
  for (let at = order.length - 1; at >= 0; at--) {
    ends[at] = order[at + 1]?.name === order[at]!.name ? ends[at + 1]! : at + 1
  }
  return order.flatMap(({ label: short, name }, at) => {
    const [next, second] = [order[ends[at]!], order[ends[at]! + 1]]
    if (!next?.name.startsWith(name) || second?.name.startsWith(name)) return []
    if (!/^\p{L}{3,}$/u.test(name) || !/^\p{L}{2}/u.test(next.name.slice(name.length))) return []
    return [{ short, long: next.label }]
  })
}

/** Rare labels that differ from a frequent one by one letter of a word: 1 and 2 are two labels, and so are a and b. */
function misspellings(
  labelNames: readonly string[],
  sizes: Int32Array,
): { readonly rare: number; readonly frequent: number }[] {
  const order = [...labelNames.keys()].sort((a, b) => sizes[b]! - sizes[a]!)
  const byDeletion = new Map<string, number>()
  const found: { rare: number; frequent: number }[] = []
  for (const label of order) {
    const name = plain(labelNames[label]!)
    if (!/^(?=.*\p{L}{3})[\p{L}\p{N} .]{4,40}$/u.test(name)) continue
    const forms = [name, ...withoutOneLetter(name)]
    const frequent = forms.map(form => byDeletion.get(form)).find(other => other !== undefined)
    if (frequent !== undefined) {
      const other = plain(labelNames[frequent]!)
      const long = Math.max(other.length, name.length) >= 5
      if (long && other !== name && sizes[label]! * 20 <= sizes[frequent]!)
        found.push({ rare: label, frequent })
      continue
    }
    for (const form of forms) if (!byDeletion.has(form)) byDeletion.set(form, label)
  }
  return found
}

/** Of words of three letters and more; beside digits of four, since `mat101` and `mas101` are two courses. */
function withoutOneLetter(name: string): string[] {
  const word = /\p{N}/u.test(name) ? /\p{L}{4,}/gu : /\p{L}{3,}/gu
  return [...name.matchAll(word)].flatMap(({ 0: word, index }) =>
    Array.from({ length: word.length }, (_, i) => name.slice(0, index + i) + name.slice(index + i + 1)),
  )
}

/** Labels without a test text, and labels that are more or less frequent there by a half and more. */
export function checkTestLabels(
  labelNames: readonly string[],
  train: Int32Array,
  test: Int32Array | undefined,
): Finding[] {
  if (!test || test.length === 0) return []
  const [trained, tested] = [classSizes(train), classSizes(test)]
  const missing = labelNames.filter((_, i) => trained[i]! > 0 && !tested[i])
  const shifted = labelNames.filter((_, i) => {
    const [one, other] = [trained[i]! / train.length, (tested[i] ?? 0) / test.length]
    return tested[i] && Math.abs(one - other) > Math.max(0.1, one / 2)
  })
  const named = (names: readonly string[]) => names.slice(0, 10).map(quoted).join(', ')
  return [
    ...finding('labels', 'warning', [], () => `no test text has the label ${named(missing)}`, missing.length),
    ...finding(
      'imbalance',
      'note',
      [],
      () =>
        `labels that are not as frequent among the test texts as among the training texts: ${named(shifted)}`,
      shifted.length,
    ),
  ]
}

import { counted, grouped } from '../wording.ts'
import { type Finding, finding, rowsWhere, someOf, type TextAt } from './finding.ts'

/** Texts that stand there more than once, by what their tokens are. */
interface EqualTexts {
  readonly findings: readonly Finding[]
  /** Texts that say what another one of their split says, but for the first of them. */
  readonly repeated: Readonly<Record<TextAt['split'], ReadonlySet<number>>>
  /** Training texts that contradict each other. */
  readonly contradicting: ReadonlySet<number>
  /** Training texts that are test texts as well. */
  readonly shared: ReadonlySet<number>
  /** Test texts that are training texts as well. */
  readonly leaked: ReadonlySet<number>
}

/** Any data has a few equal texts; this share of them is more than that. */
const usualShare = 0.01

/** The texts of a split. */
interface Hashed {
  /** [n], the same for equal texts. */
  readonly hashes: Float64Array
  readonly labels: Int32Array
  /** Whether a text has no token: that is told by itself. */
  isEmpty(index: number): boolean
}

const none: Hashed = { hashes: new Float64Array(0), labels: new Int32Array(0), isEmpty: () => false }

export function findEqual(train: Hashed, test: Hashed = none): EqualTexts {
  const within = repeatsIn(train)
  const withinTest = repeatsIn(test)
  const tested = new Set(test.hashes)
  const shared = new Set(
    [...train.hashes.keys()].filter(i => tested.has(train.hashes[i]!) && !train.isEmpty(i)),
  )
  const sharedHashes = new Set(Array.from(shared, index => train.hashes[index]!))
  const leaked = rowsWhere('test', test.hashes.length, i => sharedHashes.has(test.hashes[i]!))
  const learned = new Set(Array.from(shared, index => `${train.hashes[index]} ${train.labels[index]}`))
  const torn = leaked.filter(
    ({ index }) => !learned.has(`${test.hashes[index]} ${test.labels[index]}`),
  ).length
  return {
    findings: [
      ...findingsOf('train', within, train.hashes.length),
      ...findingsOf('test', withinTest, test.hashes.length),
      ...finding(
        'leak',
        'warning',
        leaked,
        texts =>
          `${someOf('test', texts, test.hashes.length, 'stand')} among the training texts as well${torn > 0 ? `, ${grouped(torn)} of them with another label` : ''}: figures on such texts say nothing`,
      ),
    ],
    repeated: { train: within.repeated, test: withinTest.repeated },
    contradicting: within.contradicting,
    shared,
    leaked: new Set(leaked.map(({ index }) => index)),
  }
}

interface Repeats {
  /** All texts that are equal to another one; those of them that are not the first; those of which one has another label. */
  readonly equal: ReadonlySet<number>
  readonly repeated: ReadonlySet<number>
  readonly contradicting: ReadonlySet<number>
  /** How often the text is there that is there most often. */
  readonly most: number
}

function repeatsIn({ hashes, labels, isEmpty }: Hashed): Repeats {
  const groups = groupsOf(hashes).filter(([first]) => !isEmpty(first!))
  const torn = groups.filter(group => group.some(index => labels[index] !== labels[group[0]!]))
  const all = (groups: readonly Int32Array[]) => new Set(groups.flatMap(group => [...group]))
  return {
    equal: all(groups),
    repeated: all(groups.map(group => group.subarray(1))),
    contradicting: all(torn),
    most: groups.reduce((most, group) => Math.max(most, group.length), 0),
  }
}

function findingsOf(split: TextAt['split'], { equal, contradicting, most }: Repeats, all: number): Finding[] {
  const rows = (texts: ReadonlySet<number>) => rowsWhere(split, all, index => texts.has(index))
  const often = most > 2 ? `; one stands there ${counted(most, 'time')}` : ''
  return [
    ...finding(
      'contradicting',
      'warning',
      rows(contradicting),
      texts =>
        `${someOf(split, texts, all, 'are')} equal to one with another label: no model can be right about both`,
    ),
    ...finding(
      'equal',
      equal.size >= usualShare * all ? 'warning' : 'note',
      rows(equal),
      texts => `${someOf(split, texts, all, 'are')} equal to another one${often}`,
    ),
  ]
}

/** The texts of each hash that several have, ascending. */
function groupsOf(hashes: Float64Array): Int32Array[] {
  const order = Int32Array.from(hashes.keys()).sort((a, b) => hashes[a]! - hashes[b]! || a - b)
  const groups: Int32Array[] = []
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && hashes[order[end]!] === hashes[order[start]!]) end++
    if (end - start > 1) groups.push(order.subarray(start, end))
  }
  return groups
}

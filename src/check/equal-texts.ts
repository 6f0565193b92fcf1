import { counted, partOf, verb } from '../wording.ts'
import { type Finding, finding, type TextAt } from './finding.ts'

/** Texts that stand there more than once, by what their tokens are. */
interface EqualTexts {
  readonly findings: readonly Finding[]
  /** Training texts that say what another one says, but for the first of them; and all that contradict each other. */
  readonly repeated: ReadonlySet<number>
  readonly contradicting: ReadonlySet<number>
  /** Training texts that are test texts as well. */
  readonly shared: ReadonlySet<number>
}

/** Any data has a few equal texts; this share of them is more than that. */
const usualShare = 0.01

interface Hashed {
  /** [n], the same for equal texts. */
  readonly hashes: Float64Array
  readonly labels: Int32Array
}

export function findEqual(
  train: Hashed,
  test: Hashed | undefined,
  isEmpty: (index: number) => boolean,
): EqualTexts {
  const groups = groupsOf(train.hashes)
  const repeated = new Set<number>()
  const contradicting = new Set<number>()
  const rows: TextAt[] = []
  let most = 0
  for (const group of groups) {
    // Texts without a token are told as such.
    if (isEmpty(group[0]!)) continue
    most = Math.max(most, group.length)
    const torn = group.some(index => train.labels[index] !== train.labels[group[0]!])
    for (const index of group) {
      rows.push({ split: 'train', index })
      if (torn) contradicting.add(index)
    }
    for (const index of group.subarray(1)) repeated.add(index)
  }
  rows.sort((a, b) => a.index - b.index)
  const tested = new Map<number, number>()
  for (const [index, hash] of test?.hashes.entries() ?? []) if (!tested.has(hash)) tested.set(hash, index)
  const shared = new Set<number>()
  const leaks = new Set<number>()
  for (const [index, hash] of train.hashes.entries()) {
    const twin = tested.get(hash)
    if (twin === undefined || isEmpty(index)) continue
    shared.add(index)
    leaks.add(hash)
  }
  const leaked = test
    ? [...test.hashes.keys()]
        .filter(index => leaks.has(test.hashes[index]!))
        .map(index => ({ split: 'test' as const, index }))
    : []
  const torn = [...contradicting].sort((a, b) => a - b).map(index => ({ split: 'train' as const, index }))
  const all = train.hashes.length
  const often = most > 2 ? `; one stands there ${counted(most, 'time')}` : ''
  return {
    findings: [
      ...finding(
        'contradicting',
        'warning',
        torn,
        texts =>
          `${partOf(texts, all, 'training text')} ${verb(texts, 'are')} equal to one with another label: no model can be right about both`,
      ),
      ...finding(
        'equal',
        rows.length >= usualShare * all ? 'warning' : 'note',
        rows,
        texts => `${partOf(texts, all, 'training text')} ${verb(texts, 'are')} equal to another one${often}`,
      ),
      ...finding(
        'leak',
        'warning',
        leaked,
        texts =>
          `${partOf(texts, test?.hashes.length ?? 0, 'test text')} ${verb(texts, 'stand')} among the training texts as well: figures on such texts say nothing`,
      ),
    ],
    repeated,
    contradicting,
    shared,
  }
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

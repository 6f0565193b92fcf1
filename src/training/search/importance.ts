/** What of the ranks of the trials a setting explains by itself. */
interface Importance {
  readonly setting: string
  /** Settings that change where this one does, so that these trials cannot tell which of them it was. */
  readonly with: readonly string[]
  /** In [0, 1]: the share of the variance of the ranks that lies between groups of its values. */
  readonly share: number
}

/** Numbers are put into so many groups of about one size. */
const groups = 3

/**
 * How much each setting has to do with how good the trials are: the correlation ratio of their ranks (R. A. Fisher), numbers in three
 * groups. It is no proof of a cause, and of few trials it says little.
 *
 * @param trials of the same rung, with all their settings
 * @returns the settings of which there are several values, what explains most first; those that divide the trials alike as one
 */
export function importances(
  trials: readonly {
    readonly settings: Readonly<Record<string, number | string | boolean>>
    readonly badness: number
  }[],
): Importance[] {
  const ranks = ranksOf(trials.map(({ badness }) => badness))
  const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) * (rank - mean), 0)
  if (trials.length === 0 || total === 0) return []
  const alike = new Map<string, string[]>()
  for (const setting of Object.keys(trials[0]!.settings)) {
    const division = numbered(groupsOf(trials.map(({ settings }) => settings[setting]!)))
    const key = division.join()
    if (Math.max(...division) > 0) alike.set(key, [...(alike.get(key) ?? []), setting])
  }
  return [...alike]
    .map(([key, [setting, ...others]]) => {
      const sums = new Map<string, { count: number; sum: number }>()
      for (const [n, group] of key.split(',').entries()) {
        const { count, sum } = sums.get(group) ?? { count: 0, sum: 0 }
        sums.set(group, { count: count + 1, sum: sum + ranks[n]! })
      }
      const between = [...sums.values()].reduce(
        (all, { count, sum }) => all + count * (sum / count - mean) * (sum / count - mean),
        0,
      )
      return { setting: setting!, with: others, share: between / total }
    })
    .sort((a, b) => b.share - a.share)
}

/** Groups by the order in which they are first met: the same numbers for the same division, whatever it is called. */
function numbered(groups: readonly string[]): number[] {
  const numbers = new Map<string, number>()
  return groups.map(group => {
    if (!numbers.has(group)) numbers.set(group, numbers.size)
    return numbers.get(group)!
  })
}

/** From 1; equal values share the mean of theirs. */
function ranksOf(values: readonly number[]): number[] {
  const below = (value: number) => values.filter(other => other < value).length
  const equal = (value: number) => values.filter(other => other === value).length
  return values.map(value => below(value) + (equal(value) + 1) / 2)
}

function groupsOf(values: readonly (number | string | boolean)[]): string[] {
  const distinct = [...new Set(values)]
  if (distinct.length <= groups || typeof values[0] !== 'number') return values.map(String)
  const sorted = (values as readonly number[]).toSorted((a, b) => a - b)
  const bounds = Array.from(
    { length: groups - 1 },
    (_, g) => sorted[Math.floor(((g + 1) * sorted.length) / groups)]!,
  )
  return (values as readonly number[]).map(value => String(bounds.filter(bound => value >= bound).length))
}

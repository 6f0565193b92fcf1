/** What of the ranks of the trials a setting explains by itself. */
interface Importance {
  readonly setting: string
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
 * @returns the settings of which there are several values, what explains most first
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
  const names = Object.keys(trials[0]!.settings)
  return names
    .flatMap(setting => {
      const sums = new Map<string, { count: number; sum: number }>()
      const keys = groupsOf(trials.map(({ settings }) => settings[setting]!))
      for (const [n, key] of keys.entries()) {
        const group = sums.get(key) ?? { count: 0, sum: 0 }
        sums.set(key, { count: group.count + 1, sum: group.sum + ranks[n]! })
      }
      if (sums.size < 2) return []
      const between = [...sums.values()].reduce(
        (all, { count, sum }) => all + count * (sum / count - mean) * (sum / count - mean),
        0,
      )
      return [{ setting, share: between / total }]
    })
    .sort((a, b) => b.share - a.share)
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

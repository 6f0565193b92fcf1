/** What of the ranks of the trials a setting explains by itself. */
interface Importance {
  readonly setting: string
  /** Settings that change where this one does, so that these trials cannot tell which of them it was. */
  readonly with: readonly string[]
  /** In [0, 1]: the share of the variance of the ranks that lies between groups of its values. */
  readonly share: number
}

/** The values of a trial's settings; those that do nothing in it are not there. */
export type WorkingSettings = Readonly<Record<string, number | string | boolean>>

/** Numbers are put into so many groups of about one size. */
const groups = 3

/**
 * How much each setting has to do with how good the trials are: the correlation ratio of their ranks (R. A. Fisher), numbers in three
 * groups, among the trials that it does something in. It is no proof of a cause, and of few trials it says little.
 *
 * @param trials of the same rung
 * @returns the settings of which there are several values, what explains most first; those that divide the trials alike as one
 */
export function importances(
  trials: readonly { readonly settings: WorkingSettings; readonly badness: number }[],
): Importance[] {
  const ranks = ranksOf(trials.map(({ badness }) => badness))
  const mean = meanOf(ranks)
  const total = ranks.reduce((sum, rank) => sum + (rank - mean) * (rank - mean), 0)
  if (trials.length === 0 || total === 0) return []
  const alike = new Map<string, string[]>()
  for (const setting of new Set(trials.flatMap(({ settings }) => Object.keys(settings)))) {
    const division = divided(trials.map(({ settings }) => settings[setting]))
    if (Math.max(...division) > 0)
      alike.set(division.join(), [...(alike.get(division.join()) ?? []), setting])
  }
  return [...alike]
    .map(([key, [setting, ...others]]) => ({
      setting: setting!,
      with: others,
      share: between(key.split(',').map(Number), ranks) / total,
    }))
    .sort((a, b) => b.share - a.share)
}

/** The sum of the squares that lie between the groups of the trials that are in one. @param division the group of each; below 0: in none */
function between(division: readonly number[], ranks: readonly number[]): number {
  const ofGroup = (group: number) => ranks.filter((_, n) => division[n] === group)
  const mean = meanOf(ranks.filter((_, n) => division[n]! >= 0))
  return [...new Set(division)]
    .filter(group => group >= 0)
    .map(ofGroup)
    .reduce((sum, group) => sum + group.length * (meanOf(group) - mean) * (meanOf(group) - mean), 0)
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The group of each value; -1 where there is none. */
function divided(values: readonly (number | string | boolean | undefined)[]): number[] {
  const known = values.filter(value => value !== undefined)
  const groups = numbered(groupsOf(known))
  let at = 0
  return values.map(value => (value === undefined ? -1 : groups[at++]!))
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

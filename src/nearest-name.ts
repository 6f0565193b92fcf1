/** The name that was likely meant by one that there is not. */

/** Letters that are looked at: longer names are no slips of a hand. */
const longest = 40
/** Letters that a name and the beginning of a longer one have in common, at least. */
const fewest = 3

/**
 * What to say where a name is none: 'did you mean topK? The options are explain, topK'; the first half where one of them is alike.
 *
 * @param what begins the list: 'the options are'
 */
export function namesHint(wrong: string, names: readonly string[], what: string): string {
  const nearest = nearestName(wrong, names)
  const list = `${what} ${names.join(', ')}`
  return nearest === undefined ? list : `did you mean ${nearest}? ${list[0]!.toUpperCase()}${list.slice(1)}`
}

/** The name that is most alike, case and hyphens aside: few letters are others, or one begins with the other. Undefined where none is. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  const meant = plain(wrong)
  if (meant.length > longest) return undefined
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of names) {
    const distance = distanceOf(meant, plain(name))
    if (distance !== undefined && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name, distance }
  }
  return best?.name
}

function plain(name: string): string {
  return name
    .slice(0, longest + 1)
    .toLowerCase()
    .replace(/[-_ ]/g, '')
}

/** Undefined where nobody would take one for the other. */
function distanceOf(one: string, other: string): number | undefined {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  const edits = editsBetween(one, other)
  if (edits <= Math.max(1, long.length / 4)) return edits
  // Behind all that differ in a letter or two.
  return short.length >= fewest && long.startsWith(short) ? longest + edits : undefined
}

/** Letters to be put in, left out, changed or changed over with the next (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let [before, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const changed = row[j - 1]! + Number(one[i - 1] !== other[j - 1])
      const swapped =
        one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? (before[j - 2] ?? changed) + 1 : changed
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, changed, swapped))
    }
    before = row
    row = next
  }
  return row[other.length]!
}

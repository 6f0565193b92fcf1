/** Where each label stands, from 0. */
export function placesOf(labels: readonly string[]): ReadonlyMap<string, number> {
  return new Map(labels.map((label, place) => [label, place]))
}

/** Where each of some labels stands among those known; -1 for a new one. */
export function placesAmong(known: readonly string[], labels: readonly string[]): readonly number[] {
  const places = placesOf(known)
  return labels.map(label => places.get(label) ?? -1)
}

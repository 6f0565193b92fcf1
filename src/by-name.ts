/** Things by name. A Map keeps the order in which it was filled; a record puts names that are whole numbers first, as JavaScript does. */
export type ByName<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T>

/** The same as a Map, whose names are in order whatever they are. */
export function byName<T>(things: ByName<T>): ReadonlyMap<string, T> {
  return things instanceof Map ? things : new Map(Object.entries(things))
}

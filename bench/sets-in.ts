import { readdirSync } from 'node:fs'

/** The names of the sets in a folder: each is NAME-train.csv and NAME-test.csv. */
export function setsIn(folder: string): string[] {
  const files = new Set(readdirSync(folder))
  return [...files]
    .filter(file => file.endsWith('-train.csv'))
    .map(file => file.slice(0, -'-train.csv'.length))
    .filter(name => files.has(`${name}-test.csv`))
    .sort()
}

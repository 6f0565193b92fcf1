/**
 *     apt-cache dumpavail | npx tsx bench/debian-sections.ts FOLDER
 *
 * A set of many classes, made from what every Debian has: the one-line description of a package, and its section (games, science,
 * graphics, …). One package of each source, lest its siblings' descriptions be nearly the same; equal descriptions once; sections
 * that the names of packages decide (libdevel, doc, debug, localization, …) and those of fewer than 60 texts left out. Writes
 * FOLDER/sections-train.csv and FOLDER/sections-test.csv, of every fifth text.
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const [folder] = process.argv.slice(2)
/** Told by how a package is named or built more than by what it is. */
const byName = [
  'libs',
  'libdevel',
  'oldlibs',
  'doc',
  'debug',
  'localization',
  'introspection',
  'metapackages',
]
const least = 60

if (folder === undefined) {
  console.error('usage: apt-cache dumpavail | npx tsx bench/debian-sections.ts FOLDER')
  process.exitCode = 2
} else {
  const texts = new Map<string, string>()
  const sources = new Set<string>()
  for await (const { source, section, text } of packages()) {
    const label = section.replace(/^.*\//, '')
    if (byName.includes(label) || sources.has(source) || texts.has(text)) continue
    sources.add(source)
    texts.set(text, label)
  }
  const counts = new Map<string, number>()
  for (const label of texts.values()) counts.set(label, (counts.get(label) ?? 0) + 1)
  const kept = [...texts].filter(([, label]) => counts.get(label)! >= least)
  // By a hash of the text, so that the same package is on the same side in every release.
  const isTest = (text: string) => createHash('sha256').update(text).digest().readUInt32LE(0) % 5 === 0
  for (const [name, rows] of [
    ['train', kept.filter(([text]) => !isTest(text))],
    ['test', kept.filter(([text]) => isTest(text))],
  ] as const) {
    const lines = rows.map(([text, label]) => `${label},"${text.replaceAll('"', '""')}"\n`)
    writeFileSync(join(folder, `sections-${name}.csv`), `label,text\n${lines.join('')}`)
  }
  console.log(`${kept.length} texts of ${new Set(kept.map(([, label]) => label)).size} sections`)
}

/** What stands in paragraphs of `Name: value` lines. */
async function* packages() {
  let fields: Record<string, string> = {}
  for await (const line of createInterface({ input: process.stdin })) {
    const [, name, value] = /^([A-Za-z-]+): (.*)$/.exec(line) ?? []
    if (name !== undefined && value !== undefined) fields[name] = value
    if (line !== '') continue
    const { Package, Section, Source = Package, Description = fields['Description-en'] } = fields
    if (Package && Section && Source && Description)
      yield { source: Source.split(' ')[0]!, section: Section, text: Description }
    fields = {}
  }
}

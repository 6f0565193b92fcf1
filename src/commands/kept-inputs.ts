/** No file that a command reads is written over by it: what the command makes of it holds less. */
import { realpath, stat } from 'node:fs/promises'
import { dirname, sep } from 'node:path'
import type { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { flag } from '../settings/table.ts'
import type { ImpliedInput } from './implied-inputs.ts'

/** What is said of a file, and where it is. */
interface NamedFile {
  /** As the user gave it: '--data', or nothing for an argument. */
  readonly by: string
  readonly path: string
  /** Of a folder all files of texts are read; undefined: only the file of this name is. */
  readonly texts?: boolean
}

/** Flags that name files which are read. */
const read = [
  ...['data', 'test', 'unlabelled', 'wordVectors', 'from', 'checkpoint', 'keep', 'costs', 'dictionary'],
  ...['fromPredictions', 'config'],
]

/** Flags that name files which are written or added to. */
const written = ['out', 'report', 'predictions', 'disagreements', 'writeClean', 'svg', 'log']

/** Those that may name folders of texts. */
const ofTexts = ['data', 'test', 'unlabelled', 'keep']

/** Commands whose arguments are files, and those of them whose arguments are texts. */
const ofFiles = ['check', 'split', 'compare', 'learn', 'export', 'import']
const ofTextFiles = ['check', 'split']

/**
 * @throws LstmError 'usage' where a flag has the command write over what another one, or an argument, has it read, or what it reads
 *   unnamed
 */
export async function refuseOverwriting(command: Command): Promise<void> {
  const options = command.opts()
  const files = (names: readonly string[]) =>
    names.flatMap(name =>
      [options[name]].flat().flatMap(value => {
        if (typeof value !== 'string') return []
        const path = name === 'log' ? value.replace(/^\w+=/, '') : value
        return { by: flag(name), path, texts: ofTexts.includes(name) }
      }),
    )
  const writes = command.name() === 'export' ? [...written, 'dictionary'] : written
  const reads = read.filter(name => !writes.includes(name))
  const texts = ofTextFiles.includes(command.name())
  const args = ofFiles.includes(command.name()) ? command.args.map(path => ({ by: '', path, texts })) : []
  await refuseSame(files(writes), [...files(reads), ...args], async () => {
    const { impliedInputs } = await import('./implied-inputs.ts')
    return impliedInputs(command)
  })
}

/**
 * @param implied what is read without being named; asked for only where something is written over
 * @throws LstmError 'usage' for the first of `outputs` that is one of `inputs`, or lies in a folder of texts among them, links followed
 */
export async function refuseSame(
  outputs: readonly NamedFile[],
  inputs: readonly NamedFile[],
  implied: () => Promise<readonly ImpliedInput[]> = async () => [],
): Promise<void> {
  const there = (
    await Promise.all(outputs.map(async output => ({ ...output, place: await placeOf(output.path) })))
  ).filter(({ place }) => place?.file)
  if (there.length === 0) return
  const named = inputs.map(({ by, ...input }) => ({ ...input, how: by === '' ? '' : `by ${by}` }))
  const found = await Promise.all(
    [...named, ...(await implied())].map(async input => ({ ...input, place: await placeOf(input.path) })),
  )
  for (const { by, path, place } of there) {
    const same = found.find(input => input.place && isPartOf(place!, input.place, input.texts))
    if (!same) continue
    const how = same.how === '' ? '' : `, ${same.how}`
    throw new LstmError('usage', `${by} ${path} is a file that is read${how}: it would be lost`, {
      hint: `name another place with ${by}`,
    })
  }
}

/** Where a plain file or a folder is. */
interface Place {
  /** Tells one from another, by whatever name; undefined for a folder. */
  readonly file: string | undefined
  /** Without links. */
  readonly path: string
}

/** Undefined for what is neither a plain file nor a folder. */
async function placeOf(path: string): Promise<Place | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  if (!found?.isFile() && !found?.isDirectory()) return undefined
  return { file: found.isFile() ? `${found.dev}:${found.ino}` : undefined, path: await realpath(path) }
}

/** Whether it is the input, or a file of one of its classes: a report may lie beside their folders. */
function isPartOf(output: Place, input: Place, texts = false): boolean {
  if (input.file !== undefined) return output.file === input.file
  return texts && dirname(output.path).startsWith(input.path.endsWith(sep) ? input.path : input.path + sep)
}

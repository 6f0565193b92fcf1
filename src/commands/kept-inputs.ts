/** No file that a command reads is written over by it: what the command makes of it holds less. */
import { stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { flag } from '../settings/table.ts'

/** What is said of a file, and where it is. */
interface NamedFile {
  /** As the user gave it: '--data', or nothing for an argument. */
  readonly by: string
  readonly path: string
}

/** Flags that name files which are read. */
const read = [
  ...['data', 'test', 'unlabelled', 'wordVectors', 'from', 'checkpoint', 'keep', 'costs', 'dictionary'],
  ...['fromPredictions', 'config'],
]

/** Flags that name files which are written or added to. */
const written = ['out', 'report', 'predictions', 'disagreements', 'writeClean', 'svg', 'log']

/** Commands whose arguments are files. */
const ofFiles = ['check', 'split', 'compare', 'learn', 'export', 'import']

/** @throws LstmError 'usage' where a flag has the command write over what another one, or an argument, has it read */
export async function refuseOverwriting(command: Command): Promise<void> {
  const options = command.opts()
  const files = (names: readonly string[]) =>
    names.flatMap(name =>
      [options[name]].flat().flatMap(value => {
        if (typeof value !== 'string') return []
        return { by: flag(name), path: name === 'log' ? value.replace(/^\w+=/, '') : value }
      }),
    )
  const writes = command.name() === 'export' ? [...written, 'dictionary'] : written
  const reads = read.filter(name => !writes.includes(name))
  const args = ofFiles.includes(command.name()) ? command.args.map(path => ({ by: '', path })) : []
  await refuseSame(files(writes), [...files(reads), ...args])
}

/** @throws LstmError 'usage' for the first of `outputs` that is one of `inputs`, links followed */
export async function refuseSame(outputs: readonly NamedFile[], inputs: readonly NamedFile[]): Promise<void> {
  if (outputs.length === 0) return
  const found = await Promise.all(inputs.map(async input => ({ ...input, place: await placeOf(input.path) })))
  for (const { by, path } of outputs) {
    const place = await placeOf(path)
    const same = place && found.find(input => input.place === place)
    if (!same) continue
    const reader = same.by === '' ? '' : `, by ${same.by}`
    throw new LstmError('usage', `${by} ${path} is a file that is read${reader}: it would be lost`, {
      hint: `name another place with ${by}`,
    })
  }
}

/** Tells one plain file from another; undefined for what is none. */
async function placeOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return found?.isFile() ? `${found.dev}:${found.ino}` : undefined
}

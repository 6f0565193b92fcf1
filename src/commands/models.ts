import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { isFolder } from '../files/make-folder.ts'
import { printable } from '../printable.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { defaultRoot } from '../storage/model-choice.ts'
import { removeModel, renameModel, type TrainedModel, trainedModels } from '../storage/trained-models.ts'
import { aligned, byteSize, grouped, percent } from '../wording.ts'
import { addFlags } from './flags.ts'
import { programName, say, show, writeJson } from './output.ts'

const flags = {
  '--in <folder>': `where the models lie (default: ${defaultRoot})`,
  '--rename <name>': 'give the model this name',
  '--remove': 'move the model to the bin',
  '--json': 'one JSON object instead of a table',
} as const satisfies Flags

const listsThem = `${programName} models lists them`

export function modelsCommand(): Command {
  const command = new Command('models')
    .summary('list what was trained here; rename or remove it')
    .description(
      'Lists the models that were trained here, the newest first. With a name it gives a model another one, or moves it to a bin ' +
        'beside the models, from where it can be moved back by hand.',
    )
    .argument('[name]', 'a model of the list')
  return addFlags(command, flags).action(models)
}

async function models(name: string | undefined, options: Given<typeof flags>): Promise<void> {
  const { in: root = defaultRoot, rename, remove, json } = options
  if (options.in !== undefined && !(await isFolder(root))) {
    throw new LstmError('model', `${root} is no folder`, { hint: 'name the folder that holds the models' })
  }
  if (rename !== undefined && remove) {
    throw new LstmError('usage', '--rename does not go with --remove', { hint: 'leave one of them out' })
  }
  if (name === undefined && (rename !== undefined || remove)) {
    throw new LstmError('usage', `${remove ? '--remove' : '--rename'} wants a model: which one?`, {
      hint: listsThem,
    })
  }
  if (name !== undefined && rename !== undefined) {
    await renameModel(root, name, rename)
    say(`lstm: ${name} is ${rename} now`)
  } else if (name !== undefined && remove) {
    say(`lstm: ${name} is in ${await removeModel(root, name)} now`)
  } else {
    const all = (await trainedModels(root)).filter(model => name === undefined || model.name === name)
    if (name !== undefined && all.length === 0) {
      throw new LstmError('model', `there is no model '${name}' in ${root}`, { hint: listsThem })
    }
    if (json) await writeJson({ models: all })
    else if (all.length > 0) await show(`${table(all).map(printable).join('\n')}\n`)
    else say(`lstm: nothing was trained in ${root} yet; to begin: ${programName} train --data FILE`)
  }
}

function table(all: readonly TrainedModel[]): string[] {
  return aligned([['model', 'labels', 'error', 'size', 'written'], ...all.map(row)])
}

function row({
  name,
  labels,
  error,
  seenBefore,
  finished,
  unreadable,
  bytes,
  written,
}: TrainedModel): string[] {
  const size = byteSize(bytes)
  const when = `${written.slice(0, 10)} ${written.slice(11, 16)}`
  if (unreadable !== undefined) return [name, '-', 'cannot be read', size, when]
  const wrong =
    error && error.examples > 0
      ? `${percent(error.error)} of ${grouped(error.examples)} ${error.of}${seenBefore ? ', or more' : ''}`
      : '-'
  return [name, String(labels?.length ?? 0), finished ? wrong : 'not finished', size, when]
}

import { Command } from 'commander'
import { encodeDictionary } from '../data/dictionary.ts'
import { writeNamedFile } from '../files/write-file.ts'
import { vocabularyOf } from '../model/classifier.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { type ExportFormat, exportFormatOf, exportFormats, formatNotes } from '../storage/export-formats.ts'
import { replacingModel } from '../storage/replace-model.ts'
import { readModel } from '../storage/tensor-file.ts'
import { chosenModel, modelFlag } from './answering-model.ts'
import { addFlags } from './flags.ts'
import { say } from './output.ts'

const flags = {
  '--format <name>': {
    help: 'what to write (default: as --out ends)',
    choices: Object.keys(exportFormats) as ExportFormat[],
  },
  '--out <path>': { help: 'the file to write (required)', required: true },
  '--dictionary <path>': "also write the model's words as the official imdb.dict.pkl",
} as const satisfies Flags

export function exportCommand(): Command {
  const command = new Command('export')
    .summary('write a model for other programs')
    .description('Writes a model in a format that other programs read.')
    .argument('[model]', modelFlag)
    .addHelpText('after', formatNotes)
  return addFlags(command, flags).action(runExport)
}

async function runExport(checkpoint: string | undefined, options: Given<typeof flags>): Promise<void> {
  const { format, out, dictionary } = options
  const chosen = format ?? exportFormatOf(out)
  const path = await chosenModel(checkpoint)
  const model = await readModel(path)
  const words = dictionary === undefined ? undefined : encodeDictionary(vocabularyOf(model).words)
  await replacingModel(out, () =>
    writeNamedFile(out, exportFormats[chosen](model), 'make room, or choose another place with --out'),
  )
  say(`${path} -> ${out} (${chosen})`)
  if (words && dictionary !== undefined) {
    await writeNamedFile(dictionary, [words], 'make room, or choose another place with --dictionary')
    say(`its words -> ${dictionary}`)
  }
}

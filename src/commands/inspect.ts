import { Command } from 'commander'
import { LstmError } from '../errors.ts'
import { contentsTable, modelContents, wordsTable } from '../library/model-contents.ts'
import { type TrainingFlags, trainingFlags } from '../library/training-flags.ts'
import { strongestNgramsOf } from '../model/named-ngrams.ts'
import { jsonLine, printable } from '../printable.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { flagWords } from '../settings/flag-words.ts'
import { decodeModel } from '../storage/model-file.ts'
import { readTensorFile } from '../storage/tensor-file.ts'
import { chosenModel, modelFlag } from './answering-model.ts'
import { addFlags } from './flags.ts'
import { programName, show, write, writeJson } from './output.ts'

const flags = {
  '--words': 'the words, word pairs and triples that speak most for each label',
  '--as-config': 'the flags that train such a model, as a file for train --config',
  '--as-command': 'the same as a command to type',
  '--json': 'as one JSON object',
} as const satisfies Flags

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .summary('show what is inside a model file')
    .description(
      'Shows what is inside a model file: shapes, settings, vocabulary, labels, where it comes from.',
    )
    .argument('[model]', modelFlag)
  return addFlags(command, flags).action(inspect)
}

async function inspect(checkpoint: string | undefined, options: Given<typeof flags>): Promise<void> {
  const { json, words, asConfig, asCommand } = options
  if ([words, asConfig, asCommand].filter(Boolean).length > 1) {
    throw new LstmError('usage', 'only one of --words, --as-config and --as-command at a time')
  }
  const path = await chosenModel(checkpoint)
  const file = await readTensorFile(path)
  const model = decodeModel(file, path)
  if (asConfig || asCommand) {
    const flags = trainingFlags(model)
    if (json) await writeJson(flags)
    else await write(asCommand ? commandOf(flags) : configOf(flags))
    return
  }
  if (words) {
    const strongest = strongestNgramsOf(model)
    await (json ? writeJson(strongest) : show(wordsTable(strongest)))
    return
  }
  const contents = modelContents(path, file, model)
  await (json ? writeJson(contents) : show(contentsTable(contents)))
}

/** 'batch-size: 32', a line each. */
function configOf(flags: TrainingFlags): string {
  const lines = Object.entries(flags).map(([name, value]) => `${name}: ${jsonLine(value)}\n`)
  return lines.join('')
}

function commandOf(flags: TrainingFlags): string {
  return `${printable(`${programName} train ${flagWords(flags)}`)}\n`
}

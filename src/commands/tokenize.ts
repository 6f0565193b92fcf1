import { Command } from 'commander'
import { openTexts } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import { vocabularyOf } from '../model/classifier.ts'
import { printable } from '../printable.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { readModel } from '../storage/tensor-file.ts'
import { loadTokenizer } from '../text/tokenizers/load-tokenizer.ts'
import { tokenizerNames } from '../text/tokenizers/tokenizer.ts'
import { chosenModel, modelFlag } from './answering-model.ts'
import { addFlags, textOrJson } from './flags.ts'
import { show, writeJson } from './output.ts'
import { stdin } from './stdin.ts'

const flags = {
  '--tokenizer <name>': { help: 'how to cut (default: as the model does)', choices: tokenizerNames },
  '--checkpoint <path>': modelFlag,
  '--format <name>': { ...textOrJson, help: 'output: json is an object a line' },
  '--ids': "the model's word ids instead of the tokens; 1 is an unknown word",
} as const satisfies Flags

export function tokenizeCommand(): Command {
  const command = new Command('tokenize')
    .summary('show the tokens a model reads')
    .description(
      'Cuts each line on stdin into tokens, as the model would see them: one line of output for each.',
    )
  return addFlags(command, flags).action(tokenize)
}

async function tokenize({ tokenizer: name, checkpoint, ids, format }: Given<typeof flags>): Promise<void> {
  if (name !== undefined && (checkpoint !== undefined || ids)) {
    throw new LstmError(
      'usage',
      '--tokenizer does not go with --checkpoint or --ids: a model has its own tokenizer',
    )
  }
  const model = name === undefined ? await readModel(await chosenModel(checkpoint)) : undefined
  if (ids && model && !model.network) {
    throw new LstmError('usage', 'this model has n-grams alone: there are no word ids', {
      hint: 'leave --ids out',
    })
  }
  // n-grams alone read words without a dictionary.
  const vocabulary = model?.network && vocabularyOf(model)
  const tokenizer = await loadTokenizer(name ?? model!.hyperparameters.tokenizer)
  const { rows } = await openTexts({ name: 'stdin', bytes: stdin }, 'lines')
  for await (const { text } of rows) {
    const tokens = tokenizer.tokenize(text)
    const numbers = ids && vocabulary ? tokens.map(token => vocabulary.id(token)) : undefined
    if (format === 'json') await writeJson({ text, tokens, ...(numbers && { ids: numbers }) })
    else await show(`${printable((numbers ?? tokens).join(' '))}\n`)
  }
}

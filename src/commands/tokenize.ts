import { Command, Option } from 'commander'
import { openTexts } from '../data/texts.ts'
import { LstmError } from '../errors.ts'
import { vocabularyOf } from '../model/classifier.ts'
import { printable } from '../printable.ts'
import { readModel } from '../storage/tensor-file.ts'
import { loadTokenizer } from '../text/tokenizers/load-tokenizer.ts'
import { type TokenizerName, tokenizerNames } from '../text/tokenizers/tokenizer.ts'
import { chosenModel, defaultModel } from './answering-model.ts'
import { write } from './output.ts'
import { addSwitch } from './settings.ts'
import { stdin } from './stdin.ts'

interface TokenizeOptions {
  readonly tokenizer?: TokenizerName
  readonly checkpoint?: string
  readonly ids?: boolean
}

export function tokenizeCommand(): Command {
  const command = new Command('tokenize')
    .summary('show the tokens a model reads')
    .description(
      'Cuts each line on stdin into tokens, as the model would see them: one line of output for each.',
    )
    .addOption(
      new Option('--tokenizer <name>', 'how to cut (default: as the model does)').choices(tokenizerNames),
    )
    .option('--checkpoint <path>', `model file or folder, or 'pretrained' (default: ${defaultModel})`)
  addSwitch(command, '--ids', "the model's word ids instead of the tokens; 1 is an unknown word")
  return command.action(tokenize)
}

async function tokenize({ tokenizer: name, checkpoint, ids }: TokenizeOptions): Promise<void> {
  if (name !== undefined && (checkpoint !== undefined || ids)) {
    throw new LstmError(
      'usage',
      '--tokenizer does not go with --checkpoint or --ids: a model has its own tokenizer',
    )
  }
  const model = name === undefined ? await readModel(await chosenModel(checkpoint)) : undefined
  const vocabulary = model && vocabularyOf(model)
  const tokenizer = await loadTokenizer(name ?? model!.hyperparameters.tokenizer)
  const { rows } = await openTexts({ name: 'stdin', bytes: stdin }, 'lines')
  for await (const { text } of rows) {
    const tokens = tokenizer.tokenize(text)
    const shown = ids && vocabulary ? tokens.map(token => vocabulary.id(token)) : tokens
    await write(`${printable(shown.join(' '))}\n`)
  }
}

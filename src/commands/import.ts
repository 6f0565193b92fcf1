import { basename } from 'node:path'
import { Command } from 'commander'
import { readDictionary } from '../data/dictionary.ts'
import type { Flags, Given } from '../settings/flag-table.ts'
import { encodeModel } from '../storage/model-file.ts'
import { classNames, modelOfOfficial, readOfficialModel, readOfficialOptions } from '../storage/official.ts'
import { replacingModel } from '../storage/replace-model.ts'
import { writeTensorFile } from '../storage/tensor-file.ts'
import { tokenizerNames } from '../text/tokenizers/tokenizer.ts'
import { counted, shellWord } from '../wording.ts'
import { addFlags } from './flags.ts'
import { programName, say } from './output.ts'

const flags = {
  '--out <path>': { help: 'the model file to write, as model.safetensors (required)', required: true },
  '--dictionary <path>':
    'imdb.dict.pkl or imdb.dict.pkl.gz: without it the model can read word ids, but no text',
  '--labels <names>': 'names of the classes 0, 1, ... (default: negative,positive)',
  '--tokenizer <name>': { help: 'how its texts were cut', choices: tokenizerNames, usual: 'moses-2014' },
  '--no-dropout': 'trained without dropout (default: as the options beside it say, else with)',
} as const satisfies Flags

export function importCommand(): Command {
  const command = new Command('import')
    .summary("take over a model of the official example's script")
    .description(
      "Makes a model file from the official script's lstm_model.npz. The options that the script puts beside it " +
        '(lstm_model.npz.pkl) are read when they are there, as data: nothing in a pickle is ever executed.',
    )
    .argument('<npz>', 'lstm_model.npz, as the official script saves it')
  return addFlags(command, flags).action(runImport)
}

async function runImport(path: string, options: Given<typeof flags>): Promise<void> {
  const official = await readOfficialModel(path)
  const settings = await readOfficialOptions(`${path}.pkl`)
  const words = options.dictionary === undefined ? undefined : await readDictionary(options.dictionary)
  const labels = classNames(options.labels, official)
  const { tokenizer, dropout } = options
  const model = modelOfOfficial(official, {
    ...{ name: basename(path), words, labels },
    settings: { ...settings, tokenizer, ...(dropout !== undefined && { dropout }) },
  })
  const { vocabulary, hyperparameters } = model
  const { out } = options
  await replacingModel(out, () =>
    writeTensorFile(out, encodeModel(model), 'make room, or choose another place with --out'),
  )
  if (official.rounded) say('the parameters are float64 and were rounded to float32')
  say(`options     ${settings ? `${path}.pkl` : 'none beside the model: the official ones are taken'}`)
  say(`dropout     ${hyperparameters.dropout ? 'on: the pooled vector is halved' : 'off'}`)
  say(`labels      ${labels.join(', ')}`)
  say(
    `vocabulary  ${vocabulary ? counted(vocabulary.words.length, 'word') : 'none: the model can read word ids only'}`,
  )
  const input = vocabulary ? "echo 'A wonderful film.' |" : "echo '12 7 345' |"
  const flag = vocabulary ? '' : ' --input-format ids'
  say(`next:       ${input} ${programName} predict --checkpoint ${shellWord(options.out)}${flag}`)
}

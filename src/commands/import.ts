import { Command } from 'commander'
import type { Flags, Given } from '../settings/flag-table.ts'
import { importedModel } from '../storage/import-official.ts'
import { encodeModel } from '../storage/model-file.ts'
import { replacingModel } from '../storage/replace-model.ts'
import { writeTensorFile } from '../storage/tensor-file.ts'
import { tokenizerNames } from '../text/tokenizers/tokenizer.ts'
import { shellWord } from '../wording.ts'
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

async function runImport(path: string, { out, ...told }: Given<typeof flags>): Promise<void> {
  const { model, lines } = await importedModel(path, told)
  await replacingModel(out, () =>
    writeTensorFile(out, encodeModel(model), 'make room, or choose another place with --out'),
  )
  for (const line of lines) say(line)
  const input = model.vocabulary ? "echo 'A wonderful film.' |" : "echo '12 7 345' |"
  const flag = model.vocabulary ? '' : ' --input-format ids'
  say(`next:       ${input} ${programName} predict --checkpoint ${shellWord(out)}${flag}`)
}

import { Command } from 'commander'
import { encodeDictionary } from '../data/dictionary.ts'
import { LstmError } from '../errors.ts'
import { writeNamedFile } from '../files/write-file.ts'
import { vocabularyOf } from '../model/classifier.ts'
import { type ExportFormat, exportFormats } from '../storage/export-formats.ts'
import { opset } from '../storage/onnx.ts'
import { replacingModel } from '../storage/replace-model.ts'
import { readModel } from '../storage/tensor-file.ts'
import { chosenModel, modelFlag } from './answering-model.ts'
import { addFlags, type Flags, type Given } from './flags.ts'
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

const formatNotes = `
Formats:
  npz          what the official script saves: Wemb, lstm_W, lstm_U, lstm_b, U, b and the history, for numpy.load
               and the script's load_params
  onnx         opset ${opset}. Inputs: tokens int64 [batch, time], rows padded on the right, time at least 1; lengths int64
               [batch]. Output: probabilities float32 [batch, classes]. Labels, vocabulary and tokenizer are in the metadata
  safetensors  the model alone, without the training that last.safetensors can be resumed from
  float16      the same in half the size, its numbers rounded to float16: to be given away, as the pretrained model is
There is no export to a TensorFlow.js LayersModel: its layers cannot say this model exactly (GlobalAveragePooling1D takes
the mean over the padding, too).`

async function runExport(checkpoint: string | undefined, options: Given<typeof flags>): Promise<void> {
  const { format, out, dictionary } = options
  const chosen = format ?? formatOf(out)
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

function formatOf(out: string): ExportFormat {
  const found = (Object.keys(exportFormats) as ExportFormat[]).find(format => out.endsWith(`.${format}`))
  if (found) return found
  throw new LstmError('usage', `the name of ${out} does not tell its format`, {
    hint: `say it with --format ${Object.keys(exportFormats).join('|')}`,
  })
}

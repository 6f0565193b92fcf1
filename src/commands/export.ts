import { Command, Option } from 'commander'
import { encodeDictionary } from '../data/dictionary.ts'
import { LstmError } from '../errors.ts'
import { writeNamedFile } from '../files/write-file.ts'
import { encodeNpz } from '../formats/npz.ts'
import { encodeSafetensors } from '../formats/safetensors.ts'
import { vocabularyOf } from '../model/classifier.ts'
import { type Model, type Network, networkOf } from '../model/model.ts'
import { keepProbabilityOf } from '../settings/engine-settings.ts'
import { encodeHalfModel, encodeModel } from '../storage/model-file.ts'
import { encodeOfficialModel } from '../storage/official.ts'
import { encodeOnnx, opset } from '../storage/onnx.ts'
import { readModel } from '../storage/tensor-file.ts'
import { version } from '../version.ts'
import { chosenModel, defaultModel } from './answering-model.ts'
import { say } from './output.ts'

/** Each gives the chunks of the file. A new format is a row here. */
const formats = {
  npz: model =>
    encodeNpz(
      encodeOfficialModel({ ...wholeNetwork(model, 'npz'), ...(model.record && { record: model.record }) }),
    ),
  onnx: model => [encodeOnnx({ ...wholeNetwork(model, 'onnx'), ...onnxNotes(model) })],
  safetensors: model => encodeSafetensors(encodeModel(model)),
  float16: model => encodeSafetensors(encodeHalfModel(model)),
} as const satisfies Record<string, (model: Model) => Uint8Array[]>

type Format = keyof typeof formats

interface ExportOptions {
  readonly format?: Format
  readonly out: string
  readonly dictionary?: string
}

export function exportCommand(): Command {
  return new Command('export')
    .summary('write a model for other programs')
    .description('Writes a model in a format that other programs read.')
    .argument('[model]', `model file or folder, or 'pretrained' (default: ${defaultModel})`)
    .addOption(
      new Option('--format <name>', 'what to write (default: as --out ends)').choices(Object.keys(formats)),
    )
    .requiredOption('--out <path>', 'the file to write')
    .option('--dictionary <path>', "also write the model's words as the official imdb.dict.pkl")
    .addHelpText('after', formatNotes)
    .action(runExport)
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

async function runExport(checkpoint: string | undefined, options: ExportOptions): Promise<void> {
  const { format, out, dictionary } = options
  const chosen = format ?? formatOf(out)
  const path = await chosenModel(checkpoint)
  const model = await readModel(path)
  const words = dictionary === undefined ? undefined : encodeDictionary(vocabularyOf(model).words)
  await writeNamedFile(out, formats[chosen](model), 'make room, or choose another place with --out')
  say(`${path} -> ${out} (${chosen})`)
  if (words && dictionary !== undefined) {
    await writeNamedFile(dictionary, [words], 'make room, or choose another place with --dictionary')
    say(`its words -> ${dictionary}`)
  }
}

function formatOf(out: string): Format {
  const found = (Object.keys(formats) as Format[]).find(format => out.endsWith(`.${format}`))
  if (found) return found
  throw new LstmError('usage', `the name of ${out} does not tell its format`, {
    hint: `say it with --format ${Object.keys(formats).join('|')}`,
  })
}

/** The network of a model that is nothing else. @throws LstmError 'model' where n-grams answer as well, which the format cannot hold */
function wholeNetwork(model: Model, format: string): Network {
  if (!model.ngrams) return networkOf(model)
  throw new LstmError('model', `${format} holds a network alone, and this model answers by n-grams`, {
    hint: 'write it as safetensors, or train one without them: --network --no-ngrams',
  })
}

/** What whoever feeds the graph has to know. */
function onnxNotes({ labels, vocabulary, hyperparameters }: Model) {
  return {
    keepProbability: keepProbabilityOf(hyperparameters),
    producer: { name: 'lstm', version },
    metadata: {
      labels: JSON.stringify(labels),
      tokenizer: hyperparameters.tokenizer,
      ids: 'word i of the vocabulary has the id i + 2; 1 is any other word; 0 is for padding',
      ...(vocabulary && { vocabulary: JSON.stringify(vocabulary.words) }),
    },
  }
}

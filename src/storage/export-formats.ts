/** A model as the bytes of a file for other programs. */
import { LstmError } from '../errors.ts'
import { encodeNpz } from '../formats/npz.ts'
import { encodeSafetensors } from '../formats/safetensors.ts'
import { type Model, type Network, networkOf } from '../model/model.ts'
import { keepProbabilityOf } from '../settings/engine-settings.ts'
import { version } from '../version.ts'
import { encodeHalfModel, encodeModel } from './model-file.ts'
import { encodeOfficialModel } from './official.ts'
import { encodeOnnx, opset } from './onnx.ts'

/** Each gives the chunks of the file. A new format is a row here. */
export const exportFormats = {
  npz: model =>
    encodeNpz(
      encodeOfficialModel({ ...wholeNetwork(model, 'npz'), ...(model.record && { record: model.record }) }),
    ),
  onnx: model => [encodeOnnx({ ...wholeNetwork(model, 'onnx'), ...onnxNotes(model) })],
  safetensors: model => encodeSafetensors(encodeModel(model)),
  float16: model => encodeSafetensors(encodeHalfModel(model)),
} as const satisfies Record<string, (model: Model) => Uint8Array[]>

export type ExportFormat = keyof typeof exportFormats

/** What is to be known of each, for the help. */
export const formatNotes = `
Formats (npz and onnx hold a network alone, as --network --no-ngrams trains it):
  npz          what the official script saves: Wemb, lstm_W, lstm_U, lstm_b, U, b and the history, for numpy.load
               and the script's load_params
  onnx         opset ${opset}. Inputs: tokens int64 [batch, time], rows padded on the right, time at least 1; lengths int64
               [batch]. Output: probabilities float32 [batch, classes]. Labels, vocabulary and tokenizer are in the metadata;
               'lstm tokenize --ids' shows the tokens of texts
  safetensors  the model alone, without the training that last.safetensors can be resumed from
  float16      the same in half the size, its numbers rounded to float16: to be given away, as the pretrained model is
There is no export to a TensorFlow.js LayersModel: its layers cannot say this model exactly (GlobalAveragePooling1D takes
the mean over the padding, too).`

/** The format that the ending of a file's name tells. @throws LstmError 'usage' where it tells none */
export function exportFormatOf(out: string): ExportFormat {
  const found = (Object.keys(exportFormats) as ExportFormat[]).find(format => out.endsWith(`.${format}`))
  if (found) return found
  throw new LstmError('usage', `the name of ${out} does not tell its format`, {
    hint: `say it with --format ${Object.keys(exportFormats).join('|')}`,
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

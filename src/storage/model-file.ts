/**
 * What the bytes of a model file mean. One file is the whole model: parameters as tensors under the official
 * names, and in the metadata the vocabulary, the labels, the hyper-parameters and the provenance. The file that a
 * training resumes from holds in addition all of its TrainingState.
 */

import {
  accumulatorNames,
  type EngineState,
  type Parameters,
  parameterNames,
  parameterShapes,
  type Sizes,
} from '../engines/engine.ts'
import { settle } from '../engines/settle.ts'
import { LstmError, reason } from '../errors.ts'
import { Float16Bits, fromFloat16, toFloat16 } from '../formats/float16.ts'
import type { Tensor, TensorFile } from '../formats/safetensors.ts'
import {
  type Model,
  type ModelDescription,
  networkOf,
  recordNames,
  type TrainingRecord,
} from '../model/model.ts'
import type { RandomState } from '../random.ts'
import { optimizerOf, restoreHyperparameters } from '../settings/hyperparameters.ts'
import { Vocabulary } from '../text/vocabulary.ts'
import type { SavedTraining } from '../training/store.ts'
import { decodeFingerprint, encodeFingerprint } from './fingerprint-tensor.ts'

/** Raised when a file written now could not be read by the program of before. */
const formatVersion = '1'

export function encodeModel(model: Model): TensorFile {
  const { network, record } = model
  return {
    metadata: describe(model),
    tensors: {
      ...(network && parameterTensors('', network.parameters, network.sizes)),
      ...record,
      ...(model.fingerprint && encodeFingerprint(model.fingerprint).tensors),
    },
  }
}

/** The same in half the size: the parameters rounded to float16. */
export function encodeHalfModel(model: Model): TensorFile {
  const { metadata, tensors } = encodeModel(model)
  const { parameters } = networkOf(model)
  const halves = parameterNames.map(name => [name, { ...tensors[name]!, data: toFloat16(parameters[name]) }])
  return { metadata, tensors: { ...tensors, ...Object.fromEntries(halves) } }
}

/** The file that a training resumes from. The model in it is the one of the last update, not the best one. */
export function encodeTraining({ description, sizes, state }: SavedTraining): TensorFile {
  const { engine, shuffles, masks, order, best, ...rest } = state
  const tensors = { ...parameterTensors('', engine.parameters, sizes) }
  for (const [slot, parameters] of Object.entries(engine.accumulators)) {
    Object.assign(tensors, parameterTensors(`${slot}/`, parameters, sizes))
  }
  if (engine.owed) tensors.owed = vector(engine.owed)
  if (best) Object.assign(tensors, parameterTensors('best/', best, sizes))
  if (description.fingerprint) Object.assign(tensors, encodeFingerprint(description.fingerprint).tensors)
  tensors.order = vector(order)
  tensors.shuffles = vector(shuffles.key)
  tensors.masks = vector(masks.key)
  const training = { ...rest, shuffles: { ...shuffles, key: undefined }, masks: { ...masks, key: undefined } }
  return { metadata: { ...describe(description), training: JSON.stringify(training) }, tensors }
}

/**
 * The model in a file, of either kind.
 *
 * @param path names the file in errors
 * @throws LstmError 'model' when the file does not hold a model of this version
 */
export function decodeModel(file: TensorFile, path: string): Model {
  const { description, sizes } = decodeDescription(file, path)
  const state = decodeEngineState(file, sizes, description, path)
  const { parameters } = settle(state, optimizerOf(description.hyperparameters), sizes)
  const record = decodeRecord(file)
  return { ...description, network: { sizes, parameters }, ...(record && { record }) }
}

/**
 * @throws LstmError 'model' when the file does not hold a training that can be resumed
 */
export function decodeTraining(file: TensorFile, path: string): SavedTraining {
  const { description, sizes } = decodeDescription(file, path)
  const { tensors, metadata } = file
  const training = metadata.training === undefined ? undefined : JSON.parse(metadata.training)
  if (!training || !tensors.order || !tensors.shuffles || !tensors.masks) {
    throw new LstmError('model', `${path} holds a model, but no training that could be resumed`, {
      hint: 'only last.safetensors can be resumed',
    })
  }
  const generator = (key: Tensor, state: Omit<RandomState, 'key'>): RandomState => ({
    key: key.data as Uint32Array,
    position: state.position,
    gaussian: state.gaussian,
  })
  return {
    description,
    sizes,
    state: {
      engine: decodeEngineState(file, sizes, description, path),
      shuffles: generator(tensors.shuffles, training.shuffles),
      masks: generator(tensors.masks, training.masks),
      update: training.update,
      epoch: training.epoch,
      order: tensors.order.data as Int32Array,
      position: training.position,
      history: training.history,
      badCounter: training.badCounter,
      best: tensors['best/Wemb'] && decodeParameters(file, 'best/', sizes, path),
    },
  }
}

function describe({
  vocabulary,
  labels,
  hyperparameters,
  provenance,
  fingerprint,
}: ModelDescription): Record<string, string> {
  return {
    format: 'lstm',
    format_version: formatVersion,
    labels: JSON.stringify(labels),
    hyperparameters: JSON.stringify(hyperparameters),
    provenance: JSON.stringify(provenance),
    ...(vocabulary && { vocabulary: JSON.stringify(vocabulary.words) }),
    ...(fingerprint && encodeFingerprint(fingerprint).metadata),
  }
}

function decodeDescription(file: TensorFile, path: string): { description: ModelDescription; sizes: Sizes } {
  const { metadata, tensors } = file
  if (metadata.format !== 'lstm') throw unreadable(path, 'it is not a model file of lstm')
  if (metadata.format_version !== formatVersion) {
    throw unreadable(
      path,
      `its format version is ${metadata.format_version}, this program reads ${formatVersion}`,
    )
  }
  const [V, D] = tensors.Wemb?.shape ?? []
  const [H] = tensors.lstm_U?.shape ?? []
  const [, classes] = tensors.U?.shape ?? []
  if (!V || !D || !H || !classes) throw unreadable(path, 'it has no parameters')
  const field = (name: string) => parseField(metadata, name, path)
  const labels = field('labels') as string[]
  const words = metadata.vocabulary === undefined ? undefined : (field('vocabulary') as string[])
  if (labels.length !== classes)
    throw unreadable(path, `it has ${labels.length} labels for ${classes} classes`)
  if (words && words.length + 2 > V)
    throw unreadable(path, `it has ${words.length} words for ${V} embeddings`)
  const hyperparameters = restoreHyperparameters(field('hyperparameters') as Record<string, unknown>, path)
  const { pooling } = hyperparameters
  return {
    description: {
      vocabulary: words && new Vocabulary(words),
      labels,
      hyperparameters,
      provenance: field('provenance') as ModelDescription['provenance'],
      ...fingerprintIn(file, path),
    },
    sizes: { vocabulary: V, embedding: D, hidden: H, classes, pooling },
  }
}

function fingerprintIn(file: TensorFile, path: string): Pick<ModelDescription, 'fingerprint'> {
  try {
    const fingerprint = decodeFingerprint(file)
    return fingerprint ? { fingerprint } : {}
  } catch (error) {
    throw unreadable(path, `its fingerprint cannot be read (${reason(error)})`)
  }
}

function decodeEngineState(
  file: TensorFile,
  sizes: Sizes,
  { hyperparameters }: ModelDescription,
  path: string,
): EngineState {
  const slots = accumulatorNames[hyperparameters.optimizer].filter(slot => file.tensors[`${slot}/Wemb`])
  const accumulators = slots.map(slot => [slot, decodeParameters(file, `${slot}/`, sizes, path)])
  const owed = file.tensors.owed?.data as Int32Array | undefined
  return {
    parameters: decodeParameters(file, '', sizes, path),
    accumulators: Object.fromEntries(accumulators),
    ...(owed && { owed }),
  }
}

function decodeParameters({ tensors }: TensorFile, prefix: string, sizes: Sizes, path: string): Parameters {
  const shapes = parameterShapes(sizes)
  const entries = parameterNames.map(name => {
    const tensor = tensors[prefix + name]
    const data = tensor?.data instanceof Float16Bits ? fromFloat16(tensor.data) : tensor?.data
    if (!(data instanceof Float32Array) || String(tensor?.shape) !== String(shapes[name])) {
      throw unreadable(path, `${prefix}${name} is not a float32 or float16 tensor of shape [${shapes[name]}]`)
    }
    return [name, data]
  })
  return Object.fromEntries(entries)
}

function decodeRecord({ tensors }: TensorFile): TrainingRecord | undefined {
  const entries = recordNames.flatMap(name => {
    const tensor = tensors[name]
    const isFloat = tensor?.data instanceof Float32Array || tensor?.data instanceof Float64Array
    return isFloat ? [[name, tensor] as const] : []
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

function parameterTensors(prefix: string, parameters: Parameters, sizes: Sizes): Record<string, Tensor> {
  const shapes = parameterShapes(sizes)
  return Object.fromEntries(
    parameterNames.map(name => [prefix + name, { shape: shapes[name], data: parameters[name] }]),
  )
}

function vector(data: Int32Array | Uint32Array): Tensor {
  return { shape: [data.length], data }
}

function parseField(metadata: Readonly<Record<string, string>>, name: string, path: string): unknown {
  try {
    return JSON.parse(metadata[name] ?? '')
  } catch (error) {
    throw unreadable(path, `its ${name} cannot be read (${reason(error)})`)
  }
}

function unreadable(path: string, what: string): LstmError {
  return new LstmError('model', `${path} cannot be used: ${what}`, {
    hint: 'use a file that lstm train wrote, with this version of lstm',
  })
}

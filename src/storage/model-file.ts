/**
 * What the bytes of a model file mean. One file is the whole model: parameters as tensors under the official
 * names, and in the metadata the vocabulary, the labels, the hyper-parameters and the provenance. The file that a
 * training resumes from holds in addition all of its TrainingState (training-file.ts).
 */
import { accumulatorNames, type EngineState, type Sizes } from '../engines/engine.ts'
import { settle } from '../engines/settle.ts'
import { LstmError } from '../errors.ts'
import { fromFloat16, toFloat16 } from '../formats/float16.ts'
import type { TensorFile } from '../formats/safetensors.ts'
import type { Model, ModelDescription } from '../model/model.ts'
import { optimizerOf } from '../settings/engine-settings.ts'
import { restoreHyperparameters } from '../settings/restore-hyperparameters.ts'
import { Vocabulary } from '../text/vocabulary.ts'
import { version } from '../version.ts'
import { counted } from '../wording.ts'
import { labelsSchema, provenanceSchema, settingsSchema, wordsSchema } from './model-schema.ts'
import { allFinite, parametersIn, parameterTensors, sizesIn } from './parameter-tensors.ts'
import { misfitAmong } from './parts/fitting-parts.ts'
import { decodeParts, encodeParts } from './parts/parts.ts'
import { holding, unknownHere, unusable } from './refusal.ts'
import { Misfit, parsed, type Schema, within } from './schema.ts'

/** Raised when a file written now could not be read by the program of before. */
const formatVersion = '1'

export function encodeModel(model: Model): TensorFile {
  const { network } = model
  const parts = encodeParts(model)
  return {
    metadata: { ...describe(model), ...parts.metadata },
    tensors: { ...(network && parameterTensors('', network.parameters, network.sizes)), ...parts.tensors },
  }
}

/**
 * The same in half the size: the parameters rounded to float16, as the weights of n-grams are anyway.
 *
 * @throws LstmError 'model' where one is too large for that
 */
export function encodeHalfModel(model: Model): TensorFile {
  const { metadata, tensors } = encodeModel(model)
  const halves = Object.entries(model.network?.parameters ?? {}).map(([name, parameter]) => {
    const data = toFloat16(parameter)
    if (allFinite(fromFloat16(data))) return [name, { ...tensors[name]!, data }]
    throw new LstmError('model', `${name} holds a number that is too large for float16`, {
      hint: 'write it as safetensors, in whole',
    })
  })
  return { metadata, tensors: { ...tensors, ...Object.fromEntries(halves) } }
}

/**
 * The model in a file, of either kind.
 *
 * @param path names the file in errors
 * @throws LstmError 'model' when the file does not hold a model of this version
 */
export function decodeModel(file: TensorFile, path: string): Model {
  const description = decodeDescription(file, path)
  const misfit = misfitAmong(description)
  if (misfit !== undefined) throw unusable(path, misfit)
  if (description.cascade && !(description.ngrams && file.tensors.Wemb)) {
    throw unusable(path, 'it says when its n-grams answer without its network, and has not both')
  }
  // Of n-grams alone: that they are there is known from their own field.
  if (description.ngrams && !file.tensors.Wemb) return description
  const network = decodeNetwork(file, path, description)
  const { parameters } = settle(network.state, optimizerOf(description.hyperparameters), network.sizes)
  return { ...description, network: { sizes: network.sizes, parameters } }
}

/** All that a model is besides its parameters, as metadata. */
export function describe(description: ModelDescription): Record<string, string> {
  const { vocabulary, labels, hyperparameters, provenance } = description
  return {
    format: 'lstm',
    format_version: formatVersion,
    written_by: version,
    labels: JSON.stringify(labels),
    hyperparameters: JSON.stringify(hyperparameters),
    provenance: JSON.stringify(provenance),
    ...(vocabulary && { vocabulary: JSON.stringify(vocabulary.words) }),
  }
}

/** @throws LstmError 'model' when the file does not hold a model of this version */
export function decodeDescription(file: TensorFile, path: string): Omit<Model, 'network'> {
  const { metadata } = file
  if (metadata.format !== 'lstm') throw unusable(path, 'it is not a model file of lstm')
  if (metadata.format_version !== formatVersion) {
    throw unknownHere(
      file,
      path,
      `it has the format version ${metadata.format_version}, not ${formatVersion}`,
    )
  }
  const field = <T>(name: string, schema: Schema<T>) => decodeField(file, path, name, schema)
  const words = metadata.vocabulary === undefined ? undefined : field('vocabulary', wordsSchema)
  const settings = field('hyperparameters', settingsSchema)
  return {
    vocabulary: words && vocabularyOf(words, path),
    labels: field('labels', labelsSchema),
    hyperparameters: restoreHyperparameters(settings, what => unknownHere(file, path, what)),
    provenance: field('provenance', provenanceSchema),
    ...decodeParts(file, path),
  }
}

/** @throws LstmError 'model' when the file does not hold a network that fits its description */
export function decodeNetwork(
  file: TensorFile,
  path: string,
  {
    hyperparameters: { optimizer, pooling },
    labels,
    vocabulary,
  }: Pick<ModelDescription, 'hyperparameters' | 'labels' | 'vocabulary'>,
): { readonly sizes: Sizes; readonly state: EngineState } {
  return holding(path, () => {
    const found = sizesIn(file)
    if (!found) throw new Misfit('has no parameters', 'it')
    const sizes = { ...found, pooling }
    if (labels.length !== sizes.classes) {
      throw new Misfit(
        `has ${counted(labels.length, 'label')} for ${counted(sizes.classes, 'class', 'classes')}`,
        'it',
      )
    }
    if (vocabulary && vocabulary.size > sizes.vocabulary) {
      throw new Misfit(
        `has ${counted(vocabulary.words.length, 'word')} for ${counted(sizes.vocabulary, 'embedding')}`,
        'it',
      )
    }
    const parameters = parametersIn(file, '', sizes)
    const slots = file.tensors[`${accumulatorNames[optimizer][0]}/Wemb`] ? accumulatorNames[optimizer] : []
    const accumulators = slots.map(slot => [slot, parametersIn(file, `${slot}/`, sizes)])
    const owed = owedIn(file, sizes)
    return {
      sizes,
      state: { parameters, accumulators: Object.fromEntries(accumulators), ...(owed && { owed }) },
    }
  })
}

/** The value of a field of the metadata. @throws LstmError 'model' when it is not as its schema wants */
export function decodeField<T>({ metadata }: TensorFile, path: string, name: string, schema: Schema<T>): T {
  return holding(path, () => within(`its ${name}`, () => schema(parsed(metadata[name]))))
}

function owedIn({ tensors: { owed } }: TensorFile, { vocabulary }: Sizes): Int32Array | undefined {
  if (!owed) return undefined
  const { data } = owed
  if (data instanceof Int32Array && data.length === vocabulary && data.every(updates => updates >= 0))
    return data
  throw new Misfit('is no list of counts, one for each embedding', 'owed')
}

function vocabularyOf(words: readonly string[], path: string): Vocabulary {
  try {
    return new Vocabulary(words)
  } catch (error) {
    if (error instanceof LstmError) throw unusable(path, error.message, error)
    throw error
  }
}

/** The file that a training resumes from: a model file that also holds all of a TrainingState. */
import { LstmError } from '../errors.ts'
import type { StoredTensor, TensorFile } from '../formats/safetensors.ts'
import type { RandomState } from '../random.ts'
import type { SavedTraining } from '../training/store.ts'
import { decodeDescription, decodeField, decodeNetwork, describe } from './model-file.ts'
import { trainingSchema } from './model-schema.ts'
import { parametersIn, parameterTensors } from './parameter-tensors.ts'
import { encodeParts } from './parts/parts.ts'
import { holding } from './refusal.ts'
import { Misfit } from './schema.ts'

/** The model in it is the one of the last update, not the best one. */
export function encodeTraining({ description, sizes, state }: SavedTraining): TensorFile {
  const { engine, shuffles, masks, order, best, ...rest } = state
  const parts = encodeParts(description)
  const tensors = { ...parameterTensors('', engine.parameters, sizes), ...parts.tensors }
  for (const [slot, parameters] of Object.entries(engine.accumulators)) {
    Object.assign(tensors, parameterTensors(`${slot}/`, parameters, sizes))
  }
  if (engine.owed) tensors.owed = vector(engine.owed)
  if (best) Object.assign(tensors, parameterTensors('best/', best, sizes))
  tensors.order = vector(order)
  tensors.shuffles = vector(shuffles.key)
  tensors.masks = vector(masks.key)
  const training = { ...rest, shuffles: { ...shuffles, key: undefined }, masks: { ...masks, key: undefined } }
  return {
    metadata: { ...describe(description), ...parts.metadata, training: JSON.stringify(training) },
    tensors,
  }
}

/** @throws LstmError 'model' when the file does not hold a training that can be resumed */
export function decodeTraining(file: TensorFile, path: string): SavedTraining {
  const description = decodeDescription(file, path)
  const { sizes, state: engine } = decodeNetwork(file, path, description)
  if (file.metadata.training === undefined) {
    throw new LstmError('model', `${path} holds a model, but no training that could be resumed`, {
      hint: 'only last.safetensors can be resumed',
    })
  }
  const { shuffles, masks, position, ...rest } = decodeField(file, path, 'training', trainingSchema)
  return holding(path, () => ({
    description,
    sizes,
    state: {
      ...rest,
      engine,
      shuffles: generatorIn(file, 'shuffles', shuffles),
      masks: generatorIn(file, 'masks', masks),
      ...orderIn(file, position),
      best: file.tensors['best/Wemb'] && parametersIn(file, 'best/', sizes),
    },
  }))
}

/** Words of the state of a generator. */
const keyLength = 624

function generatorIn({ tensors }: TensorFile, name: string, state: Omit<RandomState, 'key'>): RandomState {
  const key = tensors[name]?.data
  if (!(key instanceof Uint32Array) || key.length !== keyLength || state.position > keyLength) {
    throw new Misfit('is no state of a random generator', name)
  }
  return { key, position: state.position, gaussian: state.gaussian }
}

/** The order of the training texts, in which one may come more than once for another, and how many of them are done. */
function orderIn({ tensors }: TensorFile, position: number): { order: Int32Array; position: number } {
  const order = tensors.order?.data
  const isOrder = order instanceof Int32Array && position <= order.length
  if (!isOrder || !order.every(text => text >= 0 && text < order.length))
    throw new Misfit('is no order of texts', 'order')
  return { order, position }
}

function vector(data: Int32Array | Uint32Array): StoredTensor {
  return { shape: [data.length], data }
}

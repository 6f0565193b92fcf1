/** The official example's model files: lstm_model.npz, and beside it the options, lstm_model.npz.pkl. */
import { access } from 'node:fs/promises'
import { type Parameters, parameterNames, parameterShapes, type Sizes } from '../engines/engine.ts'
import { LstmError } from '../errors.ts'
import { readPickleFile } from '../files/pickle-file.ts'
import { readNamedFile } from '../files/read-file.ts'
import type { NumpyArray } from '../formats/npy.ts'
import { decodeNpz, type NumpyArrays } from '../formats/npz.ts'
import { PickledName, type PickleValue, textOf } from '../formats/pickle/pickle-values.ts'
import {
  type FloatTensor,
  type Model,
  type Network,
  recordNames,
  type TrainingRecord,
} from '../model/model.ts'
import { type Hyperparameters, hyperparameterTable } from '../settings/hyperparameters.ts'
import { restoreHyperparameters } from '../settings/restore-hyperparameters.ts'
import { isValue, type Row } from '../settings/table.ts'
import { allFinite } from './parameter-tensors.ts'

/** What lstm_model.npz holds. */
export interface OfficialModel {
  readonly sizes: Sizes
  readonly parameters: Parameters
  readonly record: TrainingRecord
  /** The parameters were saved as float64 (Theano's floatX unless it is set) and are rounded to float32. */
  readonly rounded: boolean
}

/**
 * @throws LstmError 'model' when the file is not there, or not a model of the official script
 */
export async function readOfficialModel(path: string): Promise<OfficialModel> {
  return decodeOfficialModel(
    await decodeNpz(
      await readNamedFile(path, 'model', 'name the lstm_model.npz that the official script has saved'),
      path,
    ),
    path,
  )
}

/**
 * The settings in the pickle that the official script puts beside its model, as far as they are ours too; undefined when
 * there is no such file. What only tells how it was trained is left out where it has a value that cannot be had here, such as
 * an optimizer of the user's own.
 *
 * @throws LstmError 'data' when it is no pickle of plain data, 'model' when it does not say clearly whether there is dropout
 */
export async function readOfficialOptions(path: string): Promise<Partial<Hyperparameters> | undefined> {
  if (!(await exists(path))) return undefined
  const [options] = await readPickleFile(path)
  if (!(options instanceof Map)) {
    throw new LstmError('model', `${path} does not hold the options of the official script`, {
      hint: 'move it away to import the model without them',
    })
  }
  const values = new Map([...options].map(([key, value]) => [textOf(key), value]))
  const rows: [name: string, row: Row][] = Object.entries(hyperparameterTable)
  const settings = rows.flatMap(([name, row]): [string, unknown][] => {
    if (row.official === undefined || !values.has(row.official)) return []
    const value = settingOf(name, values.get(row.official))
    return name === 'dropout' || isValue(row, value) ? [[name, value]] : []
  })
  restoreHyperparameters(Object.fromEntries(settings), what => {
    return new LstmError('model', `${path} cannot be used: ${what}`, {
      hint: 'move it away to import the model without it',
    })
  })
  return Object.fromEntries(settings)
}

/** @throws LstmError 'model' when the arrays are not those of the official script */
function decodeOfficialModel(arrays: NumpyArrays, path: string): OfficialModel {
  const refuse = (what: string) =>
    new LstmError('model', `${path} is no model of the official script: ${what}`, {
      hint: `it holds ${parameterNames.join(', ')} and, if it likes, ${recordNames.join(', ')}`,
    })
  const known: readonly string[] = [...parameterNames, ...recordNames]
  const foreign = Object.keys(arrays).find(name => !known.includes(name))
  if (foreign !== undefined) throw refuse(`it holds ${foreign}`)
  const floats = (name: string): FloatTensor => {
    const array = arrays[name]
    if (!array) throw refuse(`${name} is not in it`)
    const { shape, data } = array
    if (!(data instanceof Float32Array || data instanceof Float64Array))
      throw refuse(`${name} holds no floats`)
    return { shape, data }
  }

  const sizes = sizesOf(floats('Wemb').shape, floats('U').shape)
  const shapes = parameterShapes(sizes)
  for (const name of parameterNames) {
    const { shape } = floats(name)
    if (String(shape) !== String(shapes[name]))
      throw refuse(`${name} has the shape [${shape}], not [${shapes[name]}]`)
  }
  const named = parameterNames.map(name => [name, Float32Array.from(floats(name).data)] as const)
  const endless = named.find(([, data]) => !allFinite(data))
  if (endless) throw refuse(`${endless[0]} holds a number that is not finite`)
  if (Object.values(sizes).some(size => size < 1) || sizes.classes < 2)
    throw refuse('it is empty, or has fewer than two classes')
  return {
    sizes,
    parameters: Object.fromEntries(named) as unknown as Parameters,
    record: Object.fromEntries(recordNames.flatMap(name => (arrays[name] ? [[name, floats(name)]] : []))),
    rounded: parameterNames.some(name => floats(name).data instanceof Float64Array),
  }
}

/**
 * The arrays that the official script saves at its end: float32 parameters by its names, and its record of the training.
 *
 * @throws LstmError 'model' for a model whose pooling the script does not know
 */
export function encodeOfficialModel({
  parameters,
  sizes,
  record,
}: Network & Pick<Model, 'record'>): NumpyArrays {
  if (sizes.pooling === 'mean-max') {
    throw new LstmError(
      'model',
      'the official script has no maximum in its pooling: it could not use this model',
      {
        hint: 'write it as onnx or safetensors',
      },
    )
  }
  const shapes = parameterShapes(sizes)
  const noHistory: NumpyArray = { shape: [0], data: new Float64Array(0) }
  const named = parameterNames.map((name): [string, NumpyArray] => [
    name,
    { shape: shapes[name], data: parameters[name] },
  ])
  return { history_errs: noHistory, ...record, ...Object.fromEntries(named) }
}

function sizesOf(wemb: readonly number[], u: readonly number[]): Sizes {
  const [vocabulary = 0, embedding = 0] = wemb
  const [hidden = 0, classes = 0] = u
  return { vocabulary, embedding, hidden, classes, pooling: 'mean' }
}

/** Official: the optimizer is a function, no maxlen is None, and all test texts are -1. */
function settingOf(name: string, value: PickleValue | undefined): unknown {
  if (value instanceof PickledName) return value.name
  if (name === 'maxlen' && value === null) return 0
  if (name === 'testSize' && value === -1) return 0
  return textOf(value) ?? value
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

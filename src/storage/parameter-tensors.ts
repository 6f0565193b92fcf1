/** The parameters of a network as tensors under the official names, behind a prefix where there are several sets of them. */
import { type Parameters, parameterNames, parameterShapes, type Sizes } from '../engines/engine.ts'
import { Float16Bits, fromFloat16 } from '../formats/float16.ts'
import type { StoredTensor, TensorFile } from '../formats/safetensors.ts'
import { Misfit } from './schema.ts'

export function parameterTensors(
  prefix: string,
  parameters: Parameters,
  sizes: Sizes,
): Record<string, StoredTensor> {
  const shapes = parameterShapes(sizes)
  return Object.fromEntries(
    parameterNames.map(name => [prefix + name, { shape: shapes[name], data: parameters[name] }]),
  )
}

/** @throws Misfit when one is missing, has another shape, or a number in it is not finite */
export function parametersIn({ tensors }: TensorFile, prefix: string, sizes: Sizes): Parameters {
  const shapes = parameterShapes(sizes)
  const entries = parameterNames.map(name => {
    const tensor = tensors[prefix + name]
    const data = tensor?.data instanceof Float16Bits ? fromFloat16(tensor.data) : tensor?.data
    if (!(data instanceof Float32Array) || String(tensor?.shape) !== String(shapes[name])) {
      throw new Misfit(`is not a float32 or float16 tensor of shape [${shapes[name]}]`, prefix + name)
    }
    if (!allFinite(data)) throw new Misfit('holds a number that is not finite', prefix + name)
    return [name, data]
  })
  return Object.fromEntries(entries)
}

/** The sizes that the shapes tell; undefined where there is no network. */
export function sizesIn({ tensors }: TensorFile): Omit<Sizes, 'pooling'> | undefined {
  if (!tensors.Wemb) return undefined
  const [vocabulary = 0, embedding = 0] = tensors.Wemb.shape
  const [hidden = 0] = tensors.lstm_U?.shape ?? []
  const [, classes = 0] = tensors.U?.shape ?? []
  if (vocabulary * embedding * hidden * classes === 0) throw new Misfit('has parameters without a size', 'it')
  return { vocabulary, embedding, hidden, classes }
}

/** Whether no number is NaN or infinite. */
export function allFinite(numbers: Float32Array | Float64Array): boolean {
  let zero = 0
  // Zero times any finite number is zero, and NaN times or plus anything is NaN.
  for (let i = 0; i < numbers.length; i++) zero += 0 * numbers[i]!
  return zero === 0
}

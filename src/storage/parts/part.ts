import type { TensorFile } from '../../formats/safetensors.ts'

/** How one part of a model stands in its file. */
export interface Part<Value> {
  /** A program that does not know the part would answer wrongly without it, and has to refuse the file. */
  readonly essential: boolean
  /** Tensors and metadata under names of its own. */
  readonly encode: (value: Value) => TensorFile
  /** Undefined where the file holds none. @throws Misfit when what the file holds is not such a part */
  readonly decode: (file: TensorFile) => Value | undefined
}

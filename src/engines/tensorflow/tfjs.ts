/**
 * What this engine uses of @tensorflow/tfjs-node 4.22. The package is an optional peer dependency, so its own
 * types cannot be relied on when the project is compiled.
 */

export interface Tensor {
  readonly shape: number[]
  readonly dataId: object
  /** The values, row-major. May be the library's own memory: copy what is kept. */
  dataSync(): Float32Array
  dispose(): void
}

export interface Variable extends Tensor {
  readonly name: string
  /** Replaces the value; the tensor passed in may be disposed of. */
  assign(value: Tensor): void
}

/** Any op's numeric argument; a number is a float32 scalar. */
export type Operand = Tensor | number

/** An attribute of a TensorFlow op; `type` is one of the binding's TF_ATTR_ numbers. */
export interface OpAttribute {
  readonly name: string
  readonly type: number
  readonly value: number | boolean
}

/** The backend's way to TensorFlow's eager ops. */
interface Backend {
  readonly binding: {
    readonly TF_ATTR_FLOAT: number
    readonly TF_ATTR_INT: number
    readonly TF_ATTR_BOOL: number
    readonly TF_ATTR_TYPE: number
    readonly TF_FLOAT: number
  }
  executeMultipleOutputs(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly { readonly dataId: object }[],
    outputs: number,
  ): Tensor[]
  write(values: Int32Array, shape: readonly number[], dtype: 'int64'): object
  disposeData(dataId: object): boolean
}

export interface TensorFlow {
  enableProdMode(): void
  backend(): Backend
  memory(): { readonly numTensors: number; readonly numBytes: number }
  /** Runs `use` and disposes of every tensor it made, but for those it returns, keeps or assigns. */
  tidy<R>(use: () => R): R

  /** float32 unless told otherwise. The array may be read only when the tensor is first used: change it no more. */
  tensor(values: Float32Array, shape: readonly number[]): Tensor
  tensor(values: Int32Array, shape: readonly number[], dtype: 'int32'): Tensor
  variable(value: Tensor): Variable
  zeros(shape: readonly number[]): Tensor
  zerosLike(x: Tensor): Tensor
  oneHot(indices: Tensor, depth: number, on: number, off: number, dtype: 'float32'): Tensor

  add(a: Operand, b: Operand): Tensor
  sub(a: Operand, b: Operand): Tensor
  mul(a: Operand, b: Operand): Tensor
  div(a: Operand, b: Operand): Tensor
  log(x: Tensor): Tensor
  sqrt(x: Tensor): Tensor
  square(x: Tensor): Tensor
  softmax(x: Tensor): Tensor
  matMul(a: Tensor, b: Tensor): Tensor
  sum(x: Tensor, axis?: number): Tensor
  mean(x: Tensor): Tensor
  gather(x: Tensor, indices: Tensor): Tensor
  slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor
  reshape(x: Tensor, shape: readonly number[]): Tensor

  /** A function with its gradient by hand: `save` keeps tensors for `gradFunc`, which returns one gradient an input. */
  customGrad<Inputs extends Tensor[]>(
    f: (...inputsAndSave: [...Inputs, (tensors: Tensor[]) => void]) => {
      value: Tensor
      gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor[]
    },
  ): (...inputs: Inputs) => Tensor
  /** The value of `f` and its gradients by the variables, by their names. */
  variableGrads(
    f: () => Tensor,
    variables: readonly Variable[],
  ): { value: Tensor; grads: Record<string, Tensor> }
}

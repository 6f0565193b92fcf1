/**
 * The model as an ONNX graph, for other programs' runtimes. What goes in and comes out:
 *
 * - `tokens` [batch, time] int64: word ids, rows padded with any id on the right; time is at least 1
 * - `lengths` [batch] int64, each 0..time: the mask is t < lengths[b]
 * - `probabilities` [batch, classes] float32, dropout off; a text of length 0 has softmax(b), as everywhere here
 *
 * Source: onnx/onnx.proto (field numbers), docs/Operators.md (the operators' inputs).
 */
import { type Parameters, parameterShapes, type Sizes } from '../engines/engine.ts'
import { bytesOf, concatenated } from '../formats/bytes.ts'
import { bytesField, integerField, messageField, textField } from '../formats/protobuf.ts'

/** The oldest opset whose operators are used as they still are today, and the file version that came with it. */
export const opset = 13
const irVersion = 7

interface OnnxModel {
  readonly sizes: Sizes
  readonly parameters: Parameters
  /** The factor on the pooled vector: 0.5 for a model with the official dropout, else 1. */
  readonly keepProbability: number
  /** Notes for whoever feeds the graph: labels, vocabulary and so on, as ONNX's `metadata_props`. */
  readonly metadata: Readonly<Record<string, string>>
  /** The program and version that writes the file. */
  readonly producer: { readonly name: string; readonly version: string }
}

/** The file's bytes: a ModelProto. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  return concatenated([
    integerField(1, irVersion),
    textField(2, model.producer.name),
    textField(3, model.producer.version),
    messageField(7, graph(model)),
    messageField(8, [textField(1, ''), integerField(2, opset)]),
    ...Object.entries(model.metadata).map(([key, value]) =>
      messageField(14, [textField(1, key), textField(2, value)]),
    ),
  ])
}

function graph({ sizes, parameters, keepProbability }: OnnxModel): Uint8Array[] {
  const { vocabulary, embedding, hidden, classes, pooling } = sizes
  const shapes = parameterShapes(sizes)
  return [
    ...nodes(sizes).map(fields => messageField(1, fields)),
    textField(2, 'lstm'),
    ...[
      floats('Wemb', [vocabulary, embedding], parameters.Wemb),
      floats('W', [1, 4 * hidden, embedding], weights(parameters.lstm_W, embedding, hidden)),
      floats('R', [1, 4 * hidden, hidden], weights(parameters.lstm_U, hidden, hidden)),
      floats('B', [1, 8 * hidden], biases(parameters.lstm_b, hidden)),
      floats('U', shapes.U, parameters.U),
      floats('b', shapes.b, parameters.b),
      floats('keep_probability', [], Float32Array.of(keepProbability)),
      floats('zero', [], Float32Array.of(0)),
      // Below every hidden state; runtimes warn of what no node reads.
      ...(pooling === 'mean' ? [] : [floats('lowest', [], Float32Array.of(-2))]),
      integers('first', [], [0]),
      integers('second', [], [1]),
      integers('axis_0', [1], [0]),
      integers('axis_1', [1], [1]),
      integers('axis_2', [1], [2]),
    ].map(fields => messageField(5, fields)),
    messageField(11, value('tokens', elementTypes.int64, ['batch', 'time'])),
    messageField(11, value('lengths', elementTypes.int64, ['batch'])),
    messageField(12, value('probabilities', elementTypes.float, ['batch', classes])),
  ]
}

/** The operators in the order in which they run. */
function nodes({ hidden, pooling }: Sizes): Uint8Array[][] {
  return [
    node('Transpose', ['tokens'], 'tokens_by_time', [integerList('perm', [1, 0])]),
    node('Gather', ['Wemb', 'tokens_by_time'], 'embedded'),
    // No runtime is asked to run a text of no steps: its one step is left out of the sum, which makes the mean 0.
    node('Max', ['lengths', 'second'], 'steps'),
    node('Cast', ['steps'], 'sequence_lens', [integer('to', elementTypes.int32)]),
    node('LSTM', ['embedded', 'W', 'R', 'B', 'sequence_lens'], 'directions', [
      integer('hidden_size', hidden),
    ]),
    node('Squeeze', ['directions', 'axis_1'], 'hidden'),

    node('Shape', ['tokens'], 'shape'),
    node('Gather', ['shape', 'second'], 'time'),
    node('Range', ['first', 'time', 'second'], 't'),
    node('Unsqueeze', ['t', 'axis_1'], 't_column'),
    node('Less', ['t_column', 'lengths'], 'mask_2d'),
    node('Unsqueeze', ['mask_2d', 'axis_2'], 'mask'),

    node('Where', ['mask', 'hidden', 'zero'], 'masked'),
    node('ReduceSum', ['masked', 'axis_0'], 'sum', [integer('keepdims', 0)]),
    node('Cast', ['steps'], 'steps_float', [integer('to', elementTypes.float)]),
    node('Unsqueeze', ['steps_float', 'axis_1'], 'divisor'),
    node('Div', ['sum', 'divisor'], 'mean'),
    ...(pooling === 'mean-max' ? maximumNodes() : []),
    node('Mul', [pooling === 'mean-max' ? 'mean_and_maximum' : 'mean', 'keep_probability'], 'pooled'),
    node('Gemm', ['pooled', 'U', 'b'], 'logits'),
    node('Softmax', ['logits'], 'probabilities'),
  ]
}

/** The largest value of each hidden unit, which is 0 for a text of no steps, behind the mean. */
function maximumNodes(): Uint8Array[][] {
  return [
    node('Where', ['mask', 'hidden', 'lowest'], 'masked_low'),
    node('ReduceMax', ['masked_low'], 'largest', [integerList('axes', [0]), integer('keepdims', 0)]),
    node('Min', ['lengths', 'second'], 'any_step'),
    node('Cast', ['any_step'], 'any_step_float', [integer('to', elementTypes.float)]),
    node('Unsqueeze', ['any_step_float', 'axis_1'], 'any_step_column'),
    node('Mul', ['largest', 'any_step_column'], 'maximum'),
    node('Concat', ['mean', 'maximum'], 'mean_and_maximum', [integer('axis', 1)]),
  ]
}

/** ONNX's gates in its order (input, output, forget, candidate) by their places in ours (input, forget, output, candidate). */
const gates = [0, 2, 1, 3] as const

/** [rows, 4H] in our gate order -> [4H, rows] in ONNX's. */
function weights(matrix: Float32Array, rows: number, hidden: number): Float32Array {
  const result = new Float32Array(matrix.length)
  gates.forEach((ours, theirs) => {
    for (let unit = 0; unit < hidden; unit++) {
      for (let row = 0; row < rows; row++) {
        result[(theirs * hidden + unit) * rows + row] = matrix[row * 4 * hidden + ours * hidden + unit]!
      }
    }
  })
  return result
}

/** [4H] in our gate order -> [8H]: ONNX has a second bias for the recurrent product, which is 0 here. */
function biases(vector: Float32Array, hidden: number): Float32Array {
  const result = new Float32Array(8 * hidden)
  gates.forEach((ours, theirs) => {
    result.set(vector.subarray(ours * hidden, (ours + 1) * hidden), theirs * hidden)
  })
  return result
}

/** TensorProto.DataType */
const elementTypes = { float: 1, int32: 6, int64: 7 } as const
/** AttributeProto.AttributeType */
const attributeTypes = { integer: 2, integers: 7 } as const

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Uint8Array[] = [],
): Uint8Array[] {
  return [
    ...inputs.map(input => textField(1, input)),
    textField(2, output),
    textField(3, output),
    textField(4, operator),
    ...attributes,
  ]
}

function integer(name: string, number: number): Uint8Array {
  return messageField(5, [
    textField(1, name),
    integerField(3, number),
    integerField(20, attributeTypes.integer),
  ])
}

function integerList(name: string, numbers: readonly number[]): Uint8Array {
  return messageField(5, [
    textField(1, name),
    ...numbers.map(number => integerField(8, number)),
    integerField(20, attributeTypes.integers),
  ])
}

function floats(name: string, shape: readonly number[], data: Float32Array): Uint8Array[] {
  return tensor(name, elementTypes.float, shape, data)
}

function integers(name: string, shape: readonly number[], data: readonly number[]): Uint8Array[] {
  return tensor(name, elementTypes.int64, shape, BigInt64Array.from(data, BigInt))
}

function tensor(
  name: string,
  type: number,
  shape: readonly number[],
  data: Float32Array | BigInt64Array,
): Uint8Array[] {
  return [
    ...shape.map(length => integerField(1, length)),
    integerField(2, type),
    textField(8, name),
    bytesField(9, bytesOf(data)),
  ]
}

/** A ValueInfoProto; a named length may be any. */
function value(name: string, type: number, shape: readonly (number | string)[]): Uint8Array[] {
  const dimensions = shape.map(length =>
    messageField(1, [typeof length === 'number' ? integerField(1, length) : textField(2, length)]),
  )
  return [
    textField(1, name),
    messageField(2, [messageField(1, [integerField(1, type), messageField(2, dimensions)])]),
  ]
}

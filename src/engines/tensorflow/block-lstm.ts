/**
 * TensorFlow's fused LSTM over all time steps, BlockLSTMV2, with its gradient. TensorFlow.js has no function for it; the
 * backend runs any op by its name. The equations are those of the contract; gate blocks as in tensor-layout.ts.
 * Source: tensorflow/core/ops/rnn_ops.cc and kernels/rnn/lstm_ops.cc.
 *
 * Shapes: x [T, B, D], c and h [B, H], kernel [D + H, 4H], bias [4H]; T at least 1.
 */

import type { OpAttribute, Tensor, TensorFlow } from './tfjs.ts'

/** The state between two stretches of time steps, each [B, H]. */
export interface Carry {
  readonly c: Tensor
  readonly h: Tensor
}

/** h_t of every time step, [T, B, H], from c = h = 0; differentiable by x, kernel and bias. */
export function lstm(tf: TensorFlow, x: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  const differentiable = tf.customGrad<[Tensor, Tensor, Tensor]>((x, kernel, bias, save) => {
    const outputs = blockLstm(tf, x, zeroCarry(tf, x, kernel), kernel, bias)
    save([x, kernel, bias, ...outputs])
    return {
      value: outputs.at(-1)!,
      gradFunc: (dh, saved) => {
        const [x, kernel, bias, ...outputs] = saved as [Tensor, Tensor, Tensor, ...Tensor[]]
        return blockLstmGradient(tf, x, kernel, bias, outputs, dh)
      },
    }
  })
  return differentiable(x, kernel, bias)
}

/** h_t of every time step of a stretch, [T, B, H], and the carry to the next stretch. */
export function lstmStretch(
  tf: TensorFlow,
  x: Tensor,
  carry: Carry,
  kernel: Tensor,
  bias: Tensor,
): { h: Tensor; next: Carry } {
  const outputs = blockLstm(tf, x, carry, kernel, bias)
  const [cells, h] = [outputs[1]!, outputs[6]!]
  return { h, next: { c: lastStep(tf, cells), h: lastStep(tf, h) } }
}

/** c = h = 0, [B, H] for x [T, B, D]. */
export function zeroCarry(tf: TensorFlow, x: Tensor, kernel: Tensor): Carry {
  const shape = [x.shape[1]!, kernel.shape[1]! / 4]
  return { c: tf.zeros(shape), h: tf.zeros(shape) }
}

/** i, c before tanh, f, o, candidate, tanh(c), h of every time step, each [T, B, H]. */
function blockLstm(tf: TensorFlow, x: Tensor, carry: Carry, kernel: Tensor, bias: Tensor): Tensor[] {
  const { TF_ATTR_FLOAT } = tf.backend().binding
  // A clip of -1 is none.
  const attributes = [{ name: 'cell_clip', type: TF_ATTR_FLOAT, value: -1 }]
  return run(tf, 'BlockLSTMV2', attributes, x, [...layerInputs(tf, x, carry, kernel, bias)], 7)
}

/** The gradients by x, kernel and bias, from that by h. */
function blockLstmGradient(
  tf: TensorFlow,
  x: Tensor,
  kernel: Tensor,
  bias: Tensor,
  outputs: readonly Tensor[],
  dh: Tensor,
): Tensor[] {
  const inputs = layerInputs(tf, x, zeroCarry(tf, x, kernel), kernel, bias)
  const [dx, , , dKernel, , , , dBias] = run(
    tf,
    'BlockLSTMGradV2',
    [],
    x,
    [...inputs, ...outputs, tf.zerosLike(dh), dh],
    8,
  )
  return [dx!, dKernel!, dBias!]
}

/** What both ops take after the number of time steps; the peephole weights are not used. */
function layerInputs(tf: TensorFlow, x: Tensor, { c, h }: Carry, kernel: Tensor, bias: Tensor): Tensor[] {
  const peephole = tf.zeros([kernel.shape[1]! / 4])
  return [x, c, h, kernel, peephole, peephole, peephole, bias]
}

function run(
  tf: TensorFlow,
  op: string,
  attributes: readonly OpAttribute[],
  x: Tensor,
  inputs: readonly Tensor[],
  outputs: number,
): Tensor[] {
  const backend = tf.backend()
  const { TF_ATTR_BOOL, TF_ATTR_TYPE, TF_FLOAT } = backend.binding
  // The number of time steps is an int64, which TensorFlow.js has no tensor of: written as two halves, little-endian.
  const steps = backend.write(Int32Array.of(x.shape[0]!, 0), [], 'int64')
  try {
    return backend.executeMultipleOutputs(
      op,
      [
        ...attributes,
        { name: 'use_peephole', type: TF_ATTR_BOOL, value: false },
        { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
      ],
      [{ dataId: steps }, ...inputs],
      outputs,
    )
  } finally {
    backend.disposeData(steps)
  }
}

/** [B, H] of [T, B, H]. */
function lastStep(tf: TensorFlow, x: Tensor): Tensor {
  const [T, B, H] = x.shape as [number, number, number]
  return tf.reshape(tf.slice(x, [T - 1, 0, 0], [1, B, H]), [B, H])
}

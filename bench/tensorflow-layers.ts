import type { LabelledMinibatch, Minibatch, Sizes } from '../src/engines/engine.ts'
import { loadTensorFlow } from '../src/engines/tensorflow/library.ts'
import type { Tensor, TensorFlow } from '../src/engines/tensorflow/tfjs.ts'

/** What this file uses of TensorFlow.js's layers. */
interface LayersLibrary extends TensorFlow {
  sequential(options: { layers: object[] }): {
    compile(options: { optimizer: object; loss: string }): void
    trainOnBatch(x: Tensor, y: Tensor): Promise<number>
    predict(x: Tensor): Tensor
  }
  readonly layers: Readonly<
    Record<'embedding' | 'lstm' | 'globalAveragePooling1d' | 'dropout' | 'dense', (options: object) => object>
  >
  readonly train: { adadelta(learningRate: number, rho: number, epsilon: number): object }
}

/**
 * The network as its users write it with tf.layers: texts padded or cut to one length, average pooling that counts the
 * padding, tf.train.adadelta. Nearly the same arithmetic, not the same model.
 */
export function openLayersModel({ vocabulary, embedding, hidden, classes }: Sizes) {
  const tf = loadTensorFlow() as LayersLibrary
  const { layers } = tf
  const model = tf.sequential({
    layers: [
      layers.embedding({ inputDim: vocabulary, outputDim: embedding, inputShape: [null] }),
      layers.lstm({ units: hidden, returnSequences: true, recurrentActivation: 'sigmoid' }),
      layers.globalAveragePooling1d({}),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: classes, activation: 'softmax' }),
    ],
  })
  model.compile({ optimizer: tf.train.adadelta(1, 0.95, 1e-6), loss: 'categoricalCrossentropy' })

  const padded = ({ tokens, lengths }: Minibatch, length: number) => {
    const B = lengths.length
    const ids = Int32Array.from(
      { length: B * length },
      (_, n) => tokens[(n % length) * B + Math.floor(n / length)] ?? 0,
    )
    return tf.tensor(ids, [B, length], 'int32')
  }
  return {
    async update(batch: LabelledMinibatch, length: number): Promise<number> {
      const x = padded(batch, length)
      const y = tf.tidy(() =>
        tf.oneHot(tf.tensor(batch.labels, [batch.labels.length], 'int32'), classes, 1, 0, 'float32'),
      )
      const cost = await model.trainOnBatch(x, y)
      x.dispose()
      y.dispose()
      return cost
    },
    async predict(batch: Minibatch, length: number): Promise<Float32Array> {
      return tf.tidy(() => model.predict(padded(batch, length)).dataSync())
    },
  }
}

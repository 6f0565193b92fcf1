import { featureCount, type ParameterName, type Parameters, type Sizes } from '../engine.ts'
import type { Arena } from './arena.ts'
import type { Kernels } from './kernels.ts'

/** D and H rounded up to multiples of 8, the width of a panel, and as many H' as there are H in the features. */
interface Widths {
  readonly embeddingWidth: number
  readonly hiddenWidth: number
  readonly featureWidth: number
}

export function widthsOf(sizes: Sizes): Widths {
  const { embedding, hidden } = sizes
  const hiddenWidth = roundUp(hidden, 8)
  const featureWidth = (featureCount(sizes) / hidden) * hiddenWidth
  return { embeddingWidth: roundUp(embedding, 8), hiddenWidth, featureWidth }
}

/** How many numbers each array of a set has, those that make it wider included. */
export function numbersOf(sizes: Sizes): Readonly<Record<ParameterName, number>> {
  const { embeddingWidth: D, hiddenWidth: H, featureWidth: F } = widthsOf(sizes)
  return {
    Wemb: sizes.vocabulary * D,
    lstm_W: D * 4 * H,
    lstm_U: H * 4 * H,
    lstm_b: 4 * H,
    U: sizes.classes * F,
    b: sizes.classes,
  }
}

/** Where each array of a set of parameters, or of accumulators, begins, and the length of the whole, in bytes. */
interface SetLayout {
  readonly starts: Readonly<Record<ParameterName, number>>
  readonly length: number
}

/** Arrays begin on cache lines. Their order is what assembly/classifier-kernels.ts and assembly/training-kernels.ts go by. */
export function setLayout(sizes: Sizes): SetLayout {
  let length = 0
  const starts = Object.entries(numbersOf(sizes)).map(([name, count]) => {
    const start = length
    length += roundUp(4 * count, 64)
    return [name, start]
  })
  return { starts: Object.fromEntries(starts) as Record<ParameterName, number>, length }
}

/** Moves sets of parameters between the contract's shapes and the engine's memory, where widths are multiples of 8. */
export class SetTransfer {
  readonly #arena: Arena
  readonly #kernels: Kernels
  readonly #sizes: Sizes
  /** Room for one of the gates' matrices, row-major. */
  readonly #matrix: number

  constructor(arena: Arena, kernels: Kernels, sizes: Sizes) {
    this.#arena = arena
    this.#kernels = kernels
    this.#sizes = sizes
    const rows = Math.max(sizes.embedding, sizes.hidden)
    this.#matrix = arena.keep({ matrix: 16 * rows * sizes.hidden }).matrix
  }

  /** Copies parameters to a set at `address` that holds 0. */
  write(address: number, parameters: Parameters): void {
    const { embedding: D, hidden: H } = this.#sizes
    const { embeddingWidth, hiddenWidth } = widthsOf(this.#sizes)
    const views = this.#views(address)
    copyRows(parameters.Wemb, D, views.Wemb, embeddingWidth)
    copyRows(parameters.lstm_b, H, views.lstm_b, hiddenWidth)
    views.b.set(parameters.b)
    parameters.U.forEach((value, n) => {
      views.U[this.#placeInU(n)] = value
    })
    for (const { name, rows, panelRows } of this.#gateMatrices()) {
      this.#arena.floats(this.#matrix, 4 * rows * H).set(parameters[name])
      this.#kernels.toPanels(this.#matrix, rows, H, views[name].byteOffset, panelRows, hiddenWidth)
    }
  }

  /** A copy of the set at `address`. */
  read(address: number): Parameters {
    const { vocabulary, embedding } = this.#sizes
    const Wemb = new Float32Array(vocabulary * embedding)
    copyRows(this.#views(address).Wemb, widthsOf(this.#sizes).embeddingWidth, Wemb, embedding)
    return { Wemb, ...this.readDense(address) }
  }

  /** A copy of all but the embedding of the set at `address`. */
  readDense(address: number): Omit<Parameters, 'Wemb'> {
    const { hidden: H, classes } = this.#sizes
    const { hiddenWidth } = widthsOf(this.#sizes)
    const views = this.#views(address)
    const lstm_b = new Float32Array(4 * H)
    copyRows(views.lstm_b, hiddenWidth, lstm_b, H)
    const length = featureCount(this.#sizes) * classes
    const U = Float32Array.from({ length }, (_, n) => views.U[this.#placeInU(n)]!)
    const [lstm_W, lstm_U] = this.#gateMatrices().map(({ name, rows, panelRows }) => {
      this.#kernels.fromPanels(this.#matrix, rows, H, views[name].byteOffset, panelRows, hiddenWidth)
      return this.#arena.floats(this.#matrix, 4 * rows * H).slice()
    })
    return { lstm_W: lstm_W!, lstm_U: lstm_U!, lstm_b, U, b: views.b.slice() }
  }

  /** Where U[feature, class], at n of [F, classes], stands in [classes, F']. */
  #placeInU(n: number): number {
    const { hidden, classes } = this.#sizes
    const { hiddenWidth, featureWidth } = widthsOf(this.#sizes)
    const feature = Math.floor(n / classes)
    return (n % classes) * featureWidth + Math.floor(feature / hidden) * hiddenWidth + (feature % hidden)
  }

  #gateMatrices() {
    const { embedding, hidden } = this.#sizes
    const { embeddingWidth, hiddenWidth } = widthsOf(this.#sizes)
    return [
      { name: 'lstm_W', rows: embedding, panelRows: embeddingWidth },
      { name: 'lstm_U', rows: hidden, panelRows: hiddenWidth },
    ] as const
  }

  #views(address: number): Parameters {
    const { starts } = setLayout(this.#sizes)
    const views = Object.entries(numbersOf(this.#sizes)).map(([name, count]) => {
      return [name, this.#arena.floats(address + starts[name as ParameterName], count)]
    })
    return Object.fromEntries(views) as Parameters
  }
}

/** Copies rows of `fromWidth` to rows of `toWidth`, as many columns as both have. */
export function copyRows(from: Float32Array, fromWidth: number, to: Float32Array, toWidth: number): void {
  if (fromWidth === toWidth) {
    to.set(from)
    return
  }
  const width = Math.min(fromWidth, toWidth)
  for (let row = 0; row * fromWidth < from.length; row++) {
    to.set(from.subarray(row * fromWidth, row * fromWidth + width), row * toWidth)
  }
}

export function roundUp(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple
}

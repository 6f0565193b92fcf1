import type { ParameterName, Parameters, Sizes } from '../engine.ts'

/** D and H rounded up to multiples of 8, the width of a panel. */
export interface Widths {
  readonly embeddingWidth: number
  readonly hiddenWidth: number
}

export function widthsOf({ embedding, hidden }: Sizes): Widths {
  return { embeddingWidth: Math.ceil(embedding / 8) * 8, hiddenWidth: Math.ceil(hidden / 8) * 8 }
}

/** A set of parameters, or of accumulators, in the engine's memory: where each begins, in numbers, and how many there are. */
export interface SetLayout {
  readonly starts: Readonly<Record<ParameterName, number>>
  readonly length: number
}

/** Arrays begin on cache lines and have a length that is a multiple of 16. Their order is that of assembly/classifier.ts. */
export function setLayout(sizes: Sizes): SetLayout {
  const { embeddingWidth: D, hiddenWidth: H } = widthsOf(sizes)
  const lengths: Record<ParameterName, number> = {
    Wemb: sizes.vocabulary * D,
    lstm_W: D * 4 * H,
    lstm_U: H * 4 * H,
    lstm_b: 4 * H,
    U: sizes.classes * H,
    b: sizes.classes,
  }
  let length = 0
  const starts = Object.entries(lengths).map(([name, numbers]) => {
    const start = length
    length += Math.ceil(numbers / 16) * 16
    return [name, start]
  })
  return { starts: Object.fromEntries(starts) as Record<ParameterName, number>, length }
}

/** Copies parameters of the contract's shapes into a set that holds 0. */
export function writeSet(set: Float32Array, parameters: Parameters, sizes: Sizes): void {
  for (const { name, width, place } of rowsOf(sizes)) {
    const from = parameters[name]
    if (width === undefined) {
      for (let n = 0; n < from.length; n++) set[place(n)] = from[n]!
    } else {
      for (let n = 0; n < from.length; n += width) set.set(from.subarray(n, n + width), place(n))
    }
  }
}

/** A copy of a set, in the contract's shapes. */
export function readSet(set: Float32Array, sizes: Sizes): Parameters {
  const parameters: Partial<Record<ParameterName, Float32Array>> = {}
  for (const { name, length, width, place } of rowsOf(sizes)) {
    const to = new Float32Array(length)
    if (width === undefined) {
      for (let n = 0; n < length; n++) to[n] = set[place(n)]!
    } else {
      for (let n = 0; n < length; n += width) to.set(set.subarray(place(n), place(n) + width), n)
    }
    parameters[name] = to
  }
  return parameters as Parameters
}

interface Placement {
  readonly name: ParameterName
  readonly length: number
  /** So many numbers of the array stay together; undefined: each goes its own way. */
  readonly width?: number
  /** Where number n of the array lies in the set. */
  readonly place: (n: number) => number
}

function rowsOf(sizes: Sizes): Placement[] {
  const { vocabulary: V, embedding: D, hidden: H, classes } = sizes
  const { embeddingWidth, hiddenWidth } = widthsOf(sizes)
  const { starts } = setLayout(sizes)
  /** Row r, column c of [rows, 4H] in panels of [rows', 4H'], where every gate block has been widened. */
  const inPanels = (start: number, rows: number) => (n: number) => {
    const r = Math.floor(n / (4 * H))
    const c = n % (4 * H)
    const column = Math.floor(c / H) * hiddenWidth + (c % H)
    return start + ((column >> 3) * rows + r) * 8 + (column & 7)
  }
  return [
    // In one piece where D is not widened.
    embeddingWidth === D
      ? { name: 'Wemb', length: V * D, width: V * D, place: () => starts.Wemb }
      : { name: 'Wemb', length: V * D, width: D, place: n => starts.Wemb + (n / D) * embeddingWidth },
    { name: 'lstm_W', length: D * 4 * H, place: inPanels(starts.lstm_W, embeddingWidth) },
    { name: 'lstm_U', length: H * 4 * H, place: inPanels(starts.lstm_U, hiddenWidth) },
    { name: 'lstm_b', length: 4 * H, width: H, place: n => starts.lstm_b + (n / H) * hiddenWidth },
    {
      name: 'U',
      length: H * classes,
      place: n => starts.U + (n % classes) * hiddenWidth + Math.floor(n / classes),
    },
    { name: 'b', length: classes, width: classes, place: n => starts.b + n },
  ]
}

/** Finds the minimum of a convex function of many variables: limited-memory BFGS, deterministic to the bit. */

interface MinimisationOptions {
  /** Writes about the second derivative by each variable into the second array: how steps are scaled; positive. */
  readonly curvature: (at: Float64Array, second: Float64Array) => void
  /** It is done when the norm of the gradient is no larger. */
  readonly gradientNorm: number
  /** Steps at most. */
  readonly maximumSteps: number
  /** Lets others in between two steps; may throw to end it all. */
  readonly breathe: () => Promise<void>
}

interface Minimum {
  /** [D] */
  readonly at: Float64Array
  readonly value: number
  readonly steps: number
  /** The norm of the gradient there. */
  readonly gradientNorm: number
}

/** Pairs of steps and differences of gradients that are remembered. */
const memory = 6

/** Steps after which the curvature is looked at again. */
const curvatureInterval = 5

/**
 * The minimum of `cost`, looked for from a point on.
 *
 * Source: J. Nocedal and S. J. Wright, "Numerical Optimization", 2006, algorithms 7.4 and 7.5, with steps halved until
 * the cost falls by 10^-4 of what the slope promises. The cost being convex, no pair has a negative curvature.
 *
 * @param cost writes its gradient at a point into the second array and returns its value there
 */
export async function minimise(
  start: Float64Array,
  cost: (at: Float64Array, gradient: Float64Array) => number,
  { curvature, gradientNorm, maximumSteps, breathe }: MinimisationOptions,
): Promise<Minimum> {
  const size = start.length
  let at = start.slice()
  let gradient = new Float64Array(size)
  let value = cost(at, gradient)
  let nextAt = new Float64Array(size)
  let nextGradient = new Float64Array(size)
  const direction = new Float64Array(size)
  const second = new Float64Array(size)
  const pairs: Pair[] = []
  let steps = 0
  while (steps < maximumSteps && norm(gradient) > gradientNorm) {
    await breathe()
    if (steps % curvatureInterval === 0) curvature(at, second)
    downhill(direction, gradient, pairs, second)
    const slope = product(direction, gradient)
    let length = 1
    let nextValue = value
    for (;;) {
      for (let d = 0; d < size; d++) nextAt[d] = at[d]! + length * direction[d]!
      nextValue = cost(nextAt, nextGradient)
      if (nextValue <= value + 1e-4 * length * slope) break
      length /= 2
      // Nothing lower is to be found: the value is exact to the last bits, the gradient nearly so.
      if (length < 1e-10) return { at, value, steps, gradientNorm: norm(gradient) }
    }
    const pair = pairs.length === memory ? pairs.shift()! : emptyPair(size)
    remember(pair, at, nextAt, gradient, nextGradient)
    if (pair.product > 0) pairs.push(pair)
    ;[at, nextAt] = [nextAt, at]
    ;[gradient, nextGradient] = [nextGradient, gradient]
    value = nextValue
    steps++
  }
  return { at, value, steps, gradientNorm: norm(gradient) }
}

/** One step and the difference of gradients that it made. */
interface Pair {
  readonly step: Float64Array
  readonly change: Float64Array
  /** step . change */
  product: number
}

function emptyPair(size: number): Pair {
  return { step: new Float64Array(size), change: new Float64Array(size), product: 0 }
}

function remember(
  pair: Pair,
  at: Float64Array,
  nextAt: Float64Array,
  gradient: Float64Array,
  nextGradient: Float64Array,
): void {
  const { step, change } = pair
  for (let d = 0; d < step.length; d++) {
    step[d] = nextAt[d]! - at[d]!
    change[d] = nextGradient[d]! - gradient[d]!
  }
  pair.product = product(step, change)
}

/** direction = -H gradient, H being the inverse of the second derivatives as far as the pairs tell. */
function downhill(
  direction: Float64Array,
  gradient: Float64Array,
  pairs: readonly Pair[],
  curvature: Float64Array,
): void {
  const size = direction.length
  for (let d = 0; d < size; d++) direction[d] = -gradient[d]!
  const shares = new Float64Array(pairs.length)
  for (let p = pairs.length - 1; p >= 0; p--) {
    const { step, change, product: scale } = pairs[p]!
    shares[p] = product(step, direction) / scale
    addScaled(direction, -shares[p]!, change)
  }
  const factor = scaleOf(pairs.at(-1), curvature)
  for (let d = 0; d < size; d++) direction[d] = (direction[d]! * factor) / curvature[d]!
  for (let p = 0; p < pairs.length; p++) {
    const { step, change, product: scale } = pairs[p]!
    addScaled(direction, shares[p]! - product(change, direction) / scale, step)
  }
}

/** By how much the last step found the curvature overstated. */
function scaleOf(pair: Pair | undefined, curvature: Float64Array): number {
  if (!pair) return 1
  let square = 0
  for (let d = 0; d < curvature.length; d++) square += (pair.change[d]! * pair.change[d]!) / curvature[d]!
  return pair.product / square
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!
  return sum
}

/** The root of the sum of squares. */
export function norm(a: Float64Array): number {
  return Math.sqrt(product(a, a))
}

function addScaled(a: Float64Array, factor: number, b: Float64Array): void {
  for (let d = 0; d < a.length; d++) a[d]! += factor * b[d]!
}

/**
 * The seeded generator: MT19937 with the draws of NumPy's legacy `RandomState`, bit for bit, so that a seed
 * gives the official example's initial values, splits and shuffles.
 *
 * Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998; draws as in NumPy's legacy distributions.
 */
import { log } from './transcendental.ts'

const N = 624
const M = 397

/** All that the next draws depend on. */
export interface RandomState {
  /** [624] */
  readonly key: Uint32Array
  /** Next word of `key`, 0..624. */
  readonly position: number
  /** The second number of the last Gaussian pair, when it has not been handed out yet. */
  readonly gaussian: number | undefined
}

export class Random {
  readonly #key = new Uint32Array(N)
  #position = N
  #gaussian: number | undefined

  /** @param seed an integer, 0..2^32-1 */
  constructor(seed: number) {
    this.#key[0] = seed
    for (let i = 1; i < N; i++) {
      const previous = this.#key[i - 1]!
      this.#key[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i
    }
  }

  /** A generator that continues where the one whose state this is stood. */
  static from(state: RandomState): Random {
    const random = new Random(0)
    random.#key.set(state.key)
    random.#position = state.position
    random.#gaussian = state.gaussian
    return random
  }

  /** A copy of the state. */
  state(): RandomState {
    return { key: this.#key.slice(), position: this.#position, gaussian: this.#gaussian }
  }

  /** A uniform integer, 0..2^32-1. */
  uint32(): number {
    if (this.#position === N) this.#refill()
    let y = this.#key[this.#position++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }

  /** A uniform number in [0, 1) with 53 random bits (NumPy's `rand`). */
  uniform(): number {
    const high = this.uint32() >>> 5
    const low = this.uint32() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }

  /** A standard normal number (NumPy's `randn`): Marsaglia's polar method, whose pairs are handed out second first. */
  gaussian(): number {
    if (this.#gaussian !== undefined) {
      const spare = this.#gaussian
      this.#gaussian = undefined
      return spare
    }
    for (;;) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const factor = Math.sqrt((-2 * log(square)) / square)
      this.#gaussian = factor * x
      return factor * y
    }
  }

  /** A uniform integer in 0..maximum (at most 2^32-1): masked bits, rejected while too large. */
  integer(maximum: number): number {
    if (maximum === 0) return 0
    const mask = 0xffffffff >>> Math.clz32(maximum)
    for (;;) {
      const value = (this.uint32() & mask) >>> 0
      if (value <= maximum) return value
    }
  }

  /** Shuffles in place (Fisher-Yates from the end) and returns the array. */
  shuffle<A extends { length: number; [index: number]: unknown }>(array: A): A {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.integer(i)
      const kept = array[i]
      array[i] = array[j]
      array[j] = kept
    }
    return array
  }

  /** The integers 0..count-1 in random order. */
  permutation(count: number): Int32Array {
    return this.shuffle(Int32Array.from({ length: count }, (_, i) => i))
  }

  #refill(): void {
    const key = this.#key
    for (let i = 0; i < N; i++) {
      const y = (key[i]! & 0x80000000) | (key[i < N - 1 ? i + 1 : 0]! & 0x7fffffff)
      key[i] = key[i < N - M ? i + M : i + M - N]! ^ (y >>> 1) ^ (-(y & 1) & 0x9908b0df)
    }
    this.#position = 0
  }
}

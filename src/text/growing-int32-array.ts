/** A list of 32-bit integers that grows by doubling. */
export class GrowingInt32Array {
  #values: Int32Array
  length = 0

  constructor(expected = 1024) {
    this.#values = new Int32Array(Math.max(1, expected))
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#reserve(this.length + 1)
    this.#values[this.length++] = value
  }

  append(values: Int32Array): void {
    if (this.length + values.length > this.#values.length) this.#reserve(this.length + values.length)
    this.#values.set(values, this.length)
    this.length += values.length
  }

  /** Holds nothing then, in the same memory. */
  clear(): void {
    this.length = 0
  }

  /** A view of what is there; the next push may move it. */
  view(start = 0, end = this.length): Int32Array {
    return this.#values.subarray(start, end)
  }

  /** A copy of the length of what is there. */
  toArray(): Int32Array {
    return this.#values.slice(0, this.length)
  }

  #reserve(needed: number): void {
    const larger = new Int32Array(Math.max(needed, 2 * this.#values.length))
    larger.set(this.#values.subarray(0, this.length))
    this.#values = larger
  }
}

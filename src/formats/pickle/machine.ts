import { fromLatin1, viewOf } from '../bytes.ts'
import { PickleError, type PickleValue } from './pickle-values.ts'

/** What one value costs in memory beside the bytes it is read from, roughly; see `Machine.spend`. */
export const costs = { item: 8, entry: 48, list: 64, bytes: 128, dictionary: 512 } as const

/** Digits of a number written as text, at most: parsing longer ones takes time that grows with their square. */
const longestNumber = 1000

/** The state of a pickle's program: its bytes, its stack, its memo. */
export class Machine {
  position: number
  readonly bytes: Uint8Array
  /** The same bytes. */
  readonly view: DataView
  readonly #stack: PickleValue[] = []
  readonly #marks: number[] = []
  readonly #memo = new Map<number, PickleValue>()
  #budget: number

  /** @param budget bytes that values may cost; see `spend` */
  constructor(bytes: Uint8Array, position: number, budget: number) {
    this.bytes = bytes
    this.view = viewOf(bytes)
    this.position = position
    this.#budget = budget
  }

  get budget(): number {
    return this.#budget
  }

  /** Accounts for memory, so that small instructions that make large objects cannot fill it. */
  spend(cost: number): void {
    this.#budget -= cost
    if (this.#budget < 0) throw new PickleError('it holds more objects than a file of its size should')
  }

  /** The position before the next `count` bytes, which are then behind. */
  skip(count: number): number {
    const start = this.position
    if (count > this.bytes.length - start) throw new PickleError('it is cut off')
    this.position += count
    return start
  }

  take(count: number): Uint8Array {
    const start = this.skip(count)
    return this.bytes.subarray(start, start + count)
  }

  /** The bytes up to the next line break, which is then behind. */
  line(): Uint8Array {
    const end = this.bytes.indexOf(10, this.position)
    if (end < 0) throw new PickleError('it is cut off')
    const line = this.bytes.subarray(this.position, end)
    this.position = end + 1
    return line
  }

  /** A line that holds a number. */
  digits(): string {
    const line = this.line()
    if (line.length > longestNumber) throw new PickleError(`it holds a number of ${line.length} digits`)
    return fromLatin1(line)
  }

  push(value: PickleValue): void {
    this.spend(costs.item)
    this.#stack.push(value)
  }

  pop(): PickleValue {
    const value = this.top()
    this.#stack.length--
    return value
  }

  top(): PickleValue {
    const { length } = this.#stack
    if (length === 0 || length === this.#marks.at(-1)) throw damaged()
    return this.#stack[length - 1]!
  }

  mark(): void {
    this.spend(costs.item)
    this.#marks.push(this.#stack.length)
  }

  /** Takes everything above the last mark, bottom first. */
  popToMark(): PickleValue[] {
    const mark = this.#marks.pop()
    if (mark === undefined) throw damaged()
    return this.#stack.splice(mark)
  }

  memoize(key = this.#memo.size): void {
    this.spend(costs.entry)
    this.#memo.set(key, this.top())
  }

  recall(key: number): PickleValue {
    const value = this.#memo.get(key)
    if (value === undefined) throw damaged()
    return value
  }
}

export function damaged(): PickleError {
  return new PickleError('it is damaged')
}

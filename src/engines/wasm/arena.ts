import { ContractError, LstmError, reason } from '../../errors.ts'

const page = 65536
/** All that 32 bits address, 4 GiB. */
const maximumPages = 65536
const alignment = 64

/** Bytes by name. */
type Regions<K extends string> = Readonly<Record<K, number>>

interface Gap {
  readonly start: number
  readonly end: number
}

/**
 * The memory of one engine, which all its threads see: first the regions that stay, then those of the call that is being
 * made. It grows when a call needs more than any before it.
 */
export class Arena {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true })
  /** Where the regions that stay end. The first bytes are the kernels' own constants. */
  #kept = 1024
  /** How far calls have written. */
  #used = 0
  readonly #guarded: boolean
  readonly #keptGaps: Gap[] = []
  #usedGaps: Gap[] = []

  /** @param guarded for tests: see `checkGuards` */
  constructor(guarded = false) {
    this.#guarded = guarded
  }

  /**
   * Addresses of regions that stay, holding 0. To be called when no call's regions are in use.
   *
   * @throws LstmError 'memory' when there is not as much
   */
  keep<K extends string>(bytes: Regions<K>): Regions<K> {
    const { addresses, gaps, end } = this.#lay(bytes)
    // Memory that nobody has used holds 0, and is not touched before it is needed.
    if (this.#used > this.#kept) this.bytes(this.#kept, Math.min(this.#used, end) - this.#kept).fill(0)
    this.#kept = end
    if (this.#guarded) this.#keptGaps.push(...this.#fill(gaps))
    return addresses
  }

  /** Addresses of regions for one call, holding anything. @throws LstmError 'memory' when there is not as much */
  use<K extends string>(bytes: Regions<K>): Regions<K> {
    const { addresses, gaps, end } = this.#lay(bytes)
    this.#used = Math.max(this.#used, end)
    if (this.#guarded) {
      this.#fill([{ start: this.#kept, end }])
      this.#usedGaps = gaps
    }
    return addresses
  }

  /**
   * A guarded arena fills the gaps between regions, and all that `use` gives, with NaN.
   *
   * @throws ContractError when a gap was written to
   */
  checkGuards(): void {
    for (const { start, end } of [...this.#keptGaps, ...this.#usedGaps]) {
      const wrong = this.bytes(start, end - start).findIndex(byte => byte !== 0xff)
      if (wrong >= 0) throw new ContractError(`a kernel wrote beyond its region, at ${start + wrong}`)
    }
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length)
  }

  ints(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length)
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length)
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length)
  }

  get byteLength(): number {
    return this.memory.buffer.byteLength
  }

  /** Regions one after the other from where the kept ones end, each with a gap behind it. */
  #lay<K extends string>(bytes: Regions<K>): { addresses: Regions<K>; gaps: Gap[]; end: number } {
    const addresses = {} as Record<K, number>
    const gaps: Gap[] = []
    let end = this.#kept
    for (const name in bytes) {
      const address = end
      end += (Math.ceil(bytes[name] / alignment) + 1) * alignment
      addresses[name] = address
      if (this.#guarded) gaps.push({ start: address + bytes[name], end })
    }
    this.#growTo(end)
    return { addresses, gaps, end }
  }

  #growTo(end: number): void {
    const missing = Math.ceil(end / page) - this.byteLength / page
    if (missing <= 0) return
    try {
      this.memory.grow(missing)
    } catch (cause) {
      const limit = end > maximumPages * page ? 'WebAssembly has 4096 MiB at most' : reason(cause)
      throw new LstmError('memory', `the engine needs ${Math.ceil(end / 2 ** 20)} MiB of memory: ${limit}`, {
        cause,
      })
    }
  }

  #fill(gaps: Gap[]): Gap[] {
    for (const { start, end } of gaps) this.bytes(start, end - start).fill(0xff)
    return gaps
  }
}

import { ContractError, LstmError, reason } from '../../errors.ts'
import { host } from '../../host/index.ts'

const page = 65536
/** All that 32 bits address. */
const addressable = 2 ** 32
const alignment = 64

/** Bytes by name. */
type Regions<K extends string> = Readonly<Record<K, number>>

interface Gap {
  readonly start: number
  readonly end: number
}

export interface ArenaOptions {
  /** For tests: see `checkGuards`. */
  readonly guarded?: boolean
  /** Whether threads can see it; the kernels have to be built for that. */
  readonly shared?: boolean
  /** What it may grow to; 4 GiB and what the address space allows at most. */
  readonly most?: number
}

/**
 * The memory of one engine, which all its threads see: first the regions that stay, then those of the call that is being
 * made. It grows when a call needs more than any before it.
 */
export class Arena {
  readonly memory: WebAssembly.Memory
  readonly #most: number
  /** Where the regions that stay end. The first bytes are the kernels' own constants. */
  #kept = 1024
  /** How far calls have written. */
  #used = 0
  readonly #guarded: boolean
  readonly #keptGaps: Gap[] = []
  #usedGaps: Gap[] = []

  /** @throws LstmError 'memory' when the host has no room for WebAssembly */
  constructor({ guarded = false, shared = true, most = mostBytes() }: ArenaOptions = {}) {
    this.#guarded = guarded
    this.#most = most
    this.memory = openMemory(Math.floor(most / page), shared)
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

  /**
   * The same of a region that can be done without; undefined where it would take more than an eighth of the memory, where less than half
   * would stay free, or where the host does not have as much.
   */
  keepSpare(bytes: number): number | undefined {
    if (bytes > this.#most / 8 || this.#kept + bytes > this.#most / 2) return undefined
    try {
      return this.keep({ spare: bytes }).spare
    } catch {
      return undefined
    }
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
      const limit = end > this.#most ? `it may have ${mebibytes(this.#most)} at most` : reason(cause)
      throw new LstmError('memory', `the engine needs ${mebibytes(end)} of memory: ${limit}`, { cause })
    }
  }

  #fill(gaps: Gap[]): Gap[] {
    for (const { start, end } of gaps) this.bytes(start, end - start).fill(0xff)
    return gaps
  }
}

/** Shared memory takes its maximum of the address space at once; where that is limited, threads need theirs of the rest. */
function mostBytes(): number {
  return Math.min(addressable, host.addressSpace() / 4)
}

function openMemory(maximum: number, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum, shared })
  } catch (cause) {
    throw new LstmError('memory', `there is no room for the memory of WebAssembly: ${reason(cause)}`, {
      hint: 'it wants 10 GB of address space (ulimit -v); Node with --disable-wasm-trap-handler wants less',
      cause,
    })
  }
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`
}

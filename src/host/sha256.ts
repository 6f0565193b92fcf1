import type { Hash } from './host.ts'

const blockBytes = 64

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const constants = Int32Array.of(
  ...[0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5],
  ...[0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174],
  ...[0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da],
  ...[0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967],
  ...[0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85],
  ...[0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070],
  ...[0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3],
  ...[0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2],
)

/** SHA-256 in plain TypeScript, for hosts without one that answers at once. Source: FIPS 180-4, sections 5 and 6.2. */
export class Sha256 implements Hash {
  /** The first 32 bits of the fractional parts of the square roots of the first 8 primes. */
  readonly #state = Int32Array.of(
    ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
  )
  /** Bytes that do not fill a block yet. */
  readonly #rest = new Uint8Array(blockBytes)
  readonly #schedule = new Int32Array(64)
  #length = 0

  update(bytes: Uint8Array): void {
    const waiting = this.#length % blockBytes
    this.#length += bytes.length
    if (waiting + bytes.length < blockBytes) {
      this.#rest.set(bytes, waiting)
      return
    }
    let at = 0
    if (waiting > 0) {
      at = blockBytes - waiting
      this.#rest.set(bytes.subarray(0, at), waiting)
      this.#addBlock(this.#rest, 0)
    }
    for (; at + blockBytes <= bytes.length; at += blockBytes) this.#addBlock(bytes, at)
    this.#rest.set(bytes.subarray(at))
  }

  digest(): string {
    const bits = BigInt(this.#length) * 8n
    // A one, zeros, and the length in 64 bits, so that the whole is full blocks.
    const zeros = (2 * blockBytes - 9 - (this.#length % blockBytes)) % blockBytes
    const end = new Uint8Array(1 + zeros + 8)
    end[0] = 0x80
    new DataView(end.buffer).setBigUint64(1 + zeros, bits)
    this.update(end)
    return Array.from(this.#state, word => (word >>> 0).toString(16).padStart(8, '0')).join('')
  }

  #addBlock(bytes: Uint8Array, at: number): void {
    const w = this.#schedule
    for (let t = 0, n = at; t < 16; t++, n += 4) {
      w[t] = (bytes[n]! << 24) | (bytes[n + 1]! << 16) | (bytes[n + 2]! << 8) | bytes[n + 3]!
    }
    for (let t = 16; t < 64; t++) {
      const x = w[t - 15]!
      const y = w[t - 2]!
      const s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)
      const s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10)
      w[t] = (w[t - 16]! + s0 + w[t - 7]! + s1) | 0
    }
    const state = this.#state
    let a = state[0]!
    let b = state[1]!
    let c = state[2]!
    let d = state[3]!
    let e = state[4]!
    let f = state[5]!
    let g = state[6]!
    let h = state[7]!
    for (let t = 0; t < 64; t++) {
      const choice = (e & f) ^ (~e & g)
      const majority = (a & b) ^ (a & c) ^ (b & c)
      const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + constants[t]! + w[t]!) | 0
      const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    state[0]! += a
    state[1]! += b
    state[2]! += c
    state[3]! += d
    state[4]! += e
    state[5]! += f
    state[6]! += g
    state[7]! += h
  }
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

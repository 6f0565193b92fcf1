/** Tokens on disk, of corpora that are larger than the memory should hold. */
import { LstmError, reason } from '../errors.ts'
import { host, type ScratchFile } from '../host/index.ts'
import type { Locality, TokenStore } from '../text/sequences.ts'

const tokenBytes = Int32Array.BYTES_PER_ELEMENT

/** 64 MiB of blocks of 64 KiB, which a disk reads nearly as fast as one long stretch. */
const standardLocality: Locality = { block: 2 ** 14, kept: 2 ** 10 }

/**
 * A file of 32-bit integers as they are in memory. It is read synchronously, block by block, for a text is too short for
 * anything else; the blocks that were read last are kept.
 */
export class TokenFile implements TokenStore {
  readonly length: number
  readonly locality: Locality
  readonly #file: Pick<ScratchFile, 'path' | 'read'>
  /** The one that was not used for longest stands first. */
  readonly #blocks = new Map<number, Int32Array>()

  /**
   * @param length tokens in the file
   */
  constructor(file: Pick<ScratchFile, 'path' | 'read'>, length: number, locality = standardLocality) {
    this.#file = file
    this.length = length
    this.locality = locality
  }

  /** @throws LstmError 'data' when the file cannot be read, or is shorter than it was */
  subarray(start: number, end: number): Int32Array {
    const { block: size } = this.locality
    const tokens = new Int32Array(Math.max(0, end - start))
    for (let at = start; at < end; ) {
      const number = Math.floor(at / size)
      const from = at - number * size
      const to = Math.min(size, end - number * size)
      tokens.set(this.#block(number).subarray(from, to), at - start)
      at += to - from
    }
    return tokens
  }

  /** Some of its tokens as a store of their own. */
  part(start: number, end: number): TokenStore {
    return {
      length: end - start,
      subarray: (from, to) => this.subarray(start + from, start + to),
      locality: this.locality,
    }
  }

  #block(number: number): Int32Array {
    const known = this.#blocks.get(number)
    const block = known ?? this.#read(number, this.#room())
    if (known) this.#blocks.delete(number)
    this.#blocks.set(number, block)
    return block
  }

  /** Memory for a block: a new one's, or that of the block that is given up. */
  #room(): Int32Array {
    const oldest = this.#blocks.entries().next()
    if (oldest.done || this.#blocks.size < this.locality.kept) return new Int32Array(this.locality.block)
    const [number, room] = oldest.value
    this.#blocks.delete(number)
    return room
  }

  #read(number: number, into: Int32Array): Int32Array {
    const first = number * this.locality.block
    const length = Math.min(into.length, this.length - first) * tokenBytes
    const bytes = new Uint8Array(into.buffer, into.byteOffset, length)
    for (let done = 0; done < length; ) {
      const read = this.#readSome(bytes.subarray(done), first * tokenBytes + done)
      if (read === 0) throw this.#unreadable('it is shorter than it was')
      done += read
    }
    return into
  }

  #readSome(into: Uint8Array, position: number): number {
    try {
      return this.#file.read(into, position)
    } catch (error) {
      throw this.#unreadable(reason(error), error)
    }
  }

  #unreadable(why: string, cause?: unknown): LstmError {
    return new LstmError('data', `${this.#file.path}, the tokenised texts, cannot be read: ${why}`, {
      hint: 'go on from the last save with --resume',
      cause,
    })
  }
}

/** Where the tokens of a large corpus lie while they are used. */
export interface SpillOptions {
  /** Tokens that are kept in memory; with one more, all of them lie on disk, where there is one. */
  readonly most: number
  /** The folder of the file, which has no name there; undefined: that of the system for temporary files. */
  readonly folder?: string | undefined
  readonly locality?: Locality | undefined
}

/** 128 MiB. */
export const tokensInMemory = 2 ** 25

interface Spill {
  readonly file: ScratchFile
  /** In the file. */
  tokens: number
}

/** What offsets can count. */
const mostTokens = 2 ** 31 - 1

/** Tokens written when so many have come. */
const written = 2 ** 18

/** Takes in tokens one text after the other, in memory until they are too many. */
export class TokenWriter {
  readonly #options: SpillOptions
  #waiting: Int32Array<ArrayBuffer> = new Int32Array(1024)
  #count = 0
  #spill: Spill | undefined
  #most: number

  constructor(options: SpillOptions) {
    this.#options = options
    this.#most = options.most
  }

  /** Tokens so far. */
  get length(): number {
    return (this.#spill?.tokens ?? 0) + this.#count
  }

  /** @throws LstmError 'data' for more than 2^31 - 1 tokens, 'disk' when they cannot be put there */
  append(tokens: Int32Array): void {
    const total = this.length + tokens.length
    if (total > mostTokens) {
      throw new LstmError('data', `the texts have more than ${mostTokens} tokens: that is too many`, {
        hint: 'train on a part of them',
      })
    }
    if (!this.#spill && total > this.#most) this.#open()
    if (this.#spill && this.#count >= written) this.#flush(this.#spill)
    if (this.#count + tokens.length > this.#waiting.length) this.#grow(this.#count + tokens.length)
    this.#waiting.set(tokens, this.#count)
    this.#count += tokens.length
  }

  /** What makes stores of some of the tokens. Nothing can be appended any more. */
  finish(): (start: number, end: number) => TokenStore {
    if (!this.#spill) {
      const tokens = this.#waiting
      return (start, end) => tokens.slice(start, end)
    }
    this.#flush(this.#spill)
    const file = new TokenFile(this.#spill.file, this.#spill.tokens, this.#options.locality)
    return (start, end) => file.part(start, end)
  }

  #grow(needed: number): void {
    const larger = new Int32Array(Math.max(needed, 2 * this.#waiting.length))
    larger.set(this.#waiting.subarray(0, this.#count))
    this.#waiting = larger
  }

  #open(): void {
    const { folder } = this.#options
    const file = attempted(folder ?? 'the folder for temporary files', () => host.scratchFile(folder))
    if (!file) {
      this.#most = Number.POSITIVE_INFINITY
      return
    }
    this.#spill = { file, tokens: 0 }
    this.#flush(this.#spill)
    this.#waiting = new Int32Array(written)
  }

  #flush(spill: Spill): void {
    const bytes = new Uint8Array(this.#waiting.buffer, 0, this.#count * tokenBytes)
    attempted(spill.file.path, () => spill.file.append(bytes))
    spill.tokens += this.#count
    this.#count = 0
  }
}

function attempted<T>(where: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw new LstmError('disk', `cannot write the tokenised texts into ${where}: ${reason(error)}`, {
      hint: 'make room there, or name another folder for temporary files in TMPDIR',
      cause: error,
    })
  }
}

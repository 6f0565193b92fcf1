import fc from 'fast-check'
import { LstmError } from '../src/errors.ts'

type Mutation = (bytes: Buffer) => Buffer

/** Numbers that break sizes and offsets when they are believed. */
const hostile = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff]

const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const at = (bytes: Buffer, share: number) => Math.floor(share * bytes.length)

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  position.map(
    (share): Mutation =>
      bytes =>
        bytes.subarray(0, at(bytes, share)),
  ),
  fc.array(fc.tuple(position, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 }).map(
    (flips): Mutation =>
      bytes => {
        const result = Buffer.from(bytes)
        for (const [share, bits] of flips) if (result.length > 0) result[at(result, share)]! ^= bits
        return result
      },
  ),
  fc.tuple(position, fc.constantFrom(...hostile)).map(
    ([share, number]): Mutation =>
      bytes => {
        const result = Buffer.from(bytes)
        if (result.length >= 4) result.writeUInt32LE(number, Math.min(at(result, share), result.length - 4))
        return result
      },
  ),
  fc.tuple(position, position, position).map(
    ([a, b, c]): Mutation =>
      bytes => {
        const [start = 0, end = 0] = [at(bytes, a), at(bytes, b)].sort((x, y) => x - y)
        const to = at(bytes, c)
        return Buffer.concat([bytes.subarray(0, to), bytes.subarray(start, end), bytes.subarray(to)])
      },
  ),
  fc.tuple(position, position).map(
    ([a, b]): Mutation =>
      bytes => {
        const [start = 0, end = 0] = [at(bytes, a), at(bytes, b)].sort((x, y) => x - y)
        return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)])
      },
  ),
)

/** Damaged copies: cut, bits flipped, numbers made hostile, pieces repeated or missing; up to three of these. */
export function mutated(bytes: Buffer): fc.Arbitrary<Buffer> {
  return fc
    .array(mutation, { minLength: 1, maxLength: 3 })
    .map(mutations => mutations.reduce((result, mutate) => mutate(result), bytes))
}

/** A thousand runs, the same ones each time. */
export const thousandRuns = { numRuns: 1000, seed: 4, endOnFailure: true } as const

/** The error of a damaged file has to be ours, one line, and about the file, not about values of JavaScript. Anything else is a failure. */
export async function resultOrLstmError(read: () => unknown): Promise<void> {
  try {
    await read()
  } catch (error) {
    if (!(error instanceof LstmError) || /\n|\bundefined\b|is not a|Invalid .* length/.test(error.message))
      throw error
  }
}

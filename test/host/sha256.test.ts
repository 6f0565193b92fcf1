import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Sha256 } from '../../src/host/sha256.ts'

const ours = (pieces: readonly Uint8Array[]) => {
  const hash = new Sha256()
  for (const piece of pieces) hash.update(piece)
  return hash.digest()
}
const nodes = (pieces: readonly Uint8Array[]) => {
  const hash = createHash('sha256')
  for (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

it('has the digests of the standard', () => {
  expect(ours([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(ours([Buffer.from('abc')])).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

it("has the digests of Node's, whatever the bytes and however they come in pieces", () => {
  const piece = fc.uint8Array({ maxLength: 200 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), pieces => {
      expect(ours(pieces)).toBe(nodes(pieces))
    }),
    { numRuns: 500 },
  )
  for (let length = 0; length < 200; length++) {
    const bytes = new Uint8Array(length).fill(length)
    expect(ours([bytes])).toBe(nodes([bytes]))
  }
})

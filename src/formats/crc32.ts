/** The checksum of zip and gzip. Source: RFC 1952, section 8. */
export const crc32 = checksumOf(0xedb88320)

/** The checksum of Castagnoli, which record files have. Source: RFC 3720, appendix B.4. */
export const crc32c = checksumOf(0x82f63b78)

/** @param polynomial its bits from the lowest power to the highest */
function checksumOf(polynomial: number): (bytes: Uint8Array) => number {
  /** [256]: the remainders of each byte. */
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1
    return rest
  })
  return bytes => {
    let rest = 0xffffffff
    for (let n = 0; n < bytes.length; n++) rest = (rest >>> 8) ^ table[(rest ^ bytes[n]!) & 0xff]!
    return (rest ^ 0xffffffff) >>> 0
  }
}

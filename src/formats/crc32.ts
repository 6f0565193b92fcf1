/** [256]: the remainders of each byte. */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1
  return rest
})

/** The checksum of zip and gzip. Source: RFC 1952, section 8. */
export function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff
  for (let n = 0; n < bytes.length; n++) rest = (rest >>> 8) ^ table[(rest ^ bytes[n]!) & 0xff]!
  return (rest ^ 0xffffffff) >>> 0
}

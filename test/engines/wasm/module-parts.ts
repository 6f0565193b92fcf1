/** Where the code of an exported function stands in the bytes of a WebAssembly module. Source: the specification's section 5. */
export function functionBody(bytes: Uint8Array, name: string): { begin: number; end: number } {
  const reader = new Reader(bytes)
  const sections = new Map<number, number>()
  for (let at = 8; at < bytes.length; ) {
    reader.at = at + 1
    const length = reader.number()
    sections.set(bytes[at]!, reader.at)
    at = reader.at + length
  }
  const index = exportedFunction(reader, sections.get(7)!, name)
  const imported = importedFunctions(reader, sections.get(2)!)
  reader.at = sections.get(10)!
  reader.number()
  for (let n = imported; n < index; n++) reader.skip(reader.number())
  const length = reader.number()
  return { begin: reader.at, end: reader.at + length }
}

class Reader {
  readonly #bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  byte(): number {
    return this.#bytes[this.at++]!
  }

  /** An unsigned LEB128. */
  number(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }

  text(): string {
    const length = this.number()
    this.skip(length)
    return Buffer.from(this.#bytes.subarray(this.at - length, this.at)).toString()
  }

  skip(length: number): void {
    this.at += length
  }
}

function exportedFunction(reader: Reader, section: number, name: string): number {
  reader.at = section
  for (let left = reader.number(); left > 0; left--) {
    const exported = reader.text()
    const kind = reader.byte()
    const index = reader.number()
    if (kind === 0 && exported === name) return index
  }
  throw new Error(`no function ${name}`)
}

/** Of a module that imports functions and a memory with a maximum. */
function importedFunctions(reader: Reader, section: number): number {
  reader.at = section
  let functions = 0
  for (let left = reader.number(); left > 0; left--) {
    reader.text()
    reader.text()
    if (reader.byte() === 0) {
      functions++
      reader.number()
    } else {
      reader.byte()
      reader.number()
      reader.number()
    }
  }
  return functions
}

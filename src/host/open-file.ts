import { randomUUID } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScratchFile } from './host.ts'

/** A file that nobody closes is closed when nothing holds it any more. */
const forgotten = new FinalizationRegistry<number>(closeSync)

/** A file that is open, and belongs to this object from now on. */
export class OpenFile implements ScratchFile {
  readonly path: string
  readonly #descriptor: number

  constructor(descriptor: number, path: string) {
    this.#descriptor = descriptor
    this.path = path
    forgotten.register(this, descriptor)
  }

  read(into: Uint8Array, position: number): number {
    return readSync(this.#descriptor, into, 0, into.length, position)
  }

  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done)
    }
  }
}

/** @param folder undefined: that of the system for temporary files */
export function scratchFile(folder = tmpdir()): OpenFile {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `lstm-${randomUUID()}.tmp`)
  const file = new OpenFile(openSync(path, 'wx+', 0o600), path)
  rmSync(path)
  return file
}

/** NumPy's archive of named arrays, as `numpy.savez` writes it: a zip archive of .npy files. */
import { LstmError } from '../errors.ts'
import { decodeNpy, encodeNpy, NpyError, type NumpyArray } from './npy.ts'
import { readZip, writeZip, ZipError } from './zip.ts'

export type NumpyArrays = Readonly<Record<string, NumpyArray>>

/**
 * The arrays by name.
 *
 * @param path names the file in errors
 * @throws LstmError 'model' when the file is not whole, or holds anything but arrays of numbers
 */
export async function decodeNpz(bytes: Uint8Array, path: string): Promise<NumpyArrays> {
  const arrays: Record<string, NumpyArray> = Object.create(null)
  let name = ''
  try {
    for (const [file, contents] of await readZip(bytes)) {
      name = file.replace(/\.npy$/, '')
      arrays[name] = decodeNpy(contents)
    }
    return arrays
  } catch (error) {
    if (error instanceof ZipError) throw unreadable(path, error.message, error)
    if (error instanceof NpyError) throw unreadable(path, `${name}: ${error.message}`, error)
    throw error
  }
}

/** The file's bytes, as chunks to be written one after the other. */
export function encodeNpz(arrays: NumpyArrays): Uint8Array[] {
  return writeZip(new Map(Object.entries(arrays).map(([name, array]) => [`${name}.npy`, encodeNpy(array)])))
}

function unreadable(path: string, what: string, cause: Error): LstmError {
  return new LstmError('model', `${path} is no readable .npz file: ${what}`, {
    hint: 'use another copy of the file, or save it again with numpy.savez',
    cause,
  })
}

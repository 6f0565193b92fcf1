import { fromUtf8 } from '../bytes.ts'

/** What a pickle can hold here. Lists and tuples are arrays; Python 2's byte strings are bytes. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickledName
  | NumpyType

/** The name of a Python function or class. It stands for nothing here but itself. */
export class PickledName {
  readonly module: string
  readonly name: string

  constructor(module: string, name: string) {
    this.module = module
    this.name = name
  }

  /** As messages show it: one short line, whatever the pickle holds. */
  toString(): string {
    return `${this.module}.${this.name}`.slice(0, 80).replace(/[^ -~]/g, '?')
  }
}

/** A NumPy element type, of the numbers that NumPy's scalars hold. */
export class NumpyType {
  /** As in NumPy's descriptions, without the byte order: 'i8', 'f4'. */
  readonly description: string
  bigEndian = false

  constructor(description: string) {
    this.description = description
  }
}

/** Why a pickle cannot be read; says nothing of where it lies. */
export class PickleError extends Error {}

/** A text, or a byte string of Python 2 as the UTF-8 that it is; undefined for anything else. */
export function textOf(value: PickleValue | undefined): string | undefined {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? fromUtf8(value) : undefined
}

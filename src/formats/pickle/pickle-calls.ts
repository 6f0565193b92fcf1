/**
 * The few Python calls that the official example's files ask for, as functions from data to data. A pickle that names
 * any other function or class may do so; one that wants it called is refused.
 */
import { toLatin1 } from '../bytes.ts'
import { NumpyType, PickledName, PickleError, type PickleValue, textOf } from './pickle-values.ts'

type Call = (args: readonly PickleValue[]) => PickleValue

const calls: Readonly<Record<string, Call>> = {
  'numpy.dtype': ([description]) => new NumpyType(textOf(description) ?? ''),
  'numpy.core.multiarray.scalar': numpyScalar,
  'numpy._core.multiarray.scalar': numpyScalar,
  'collections.OrderedDict': ([pairs = []]) => orderedDictionary(pairs),
  // Python 3 writes bytes so for the protocols of Python 2.
  '_codecs.encode': ([text]) => toLatin1(textOf(text) ?? ''),
}

/** The outcome of calling `callee` with a tuple of arguments. @throws PickleError when it is not one of those known here */
export function call(callee: PickleValue, args: PickleValue): PickleValue {
  const name = String(callee instanceof PickledName ? callee : '(no function)')
  if (!Object.hasOwn(calls, name) || !Array.isArray(args)) {
    throw new PickleError(`it wants ${name} to be run, and nothing in a pickle is run here`)
  }
  return calls[name]!(args)
}

/** Gives an object the state that the pickle holds for it: here only a NumPy type its byte order. @throws PickleError */
export function build(object: PickleValue | undefined, state: PickleValue): void {
  const order = Array.isArray(state) ? textOf(state[1]) : undefined
  if (!(object instanceof NumpyType) || order === undefined) {
    throw new PickleError('it holds an object that is not data')
  }
  object.bigEndian = order === '>'
}

const numbers: Readonly<Record<string, (bytes: DataView, little: boolean) => number | boolean>> = {
  b1: bytes => bytes.getUint8(0) !== 0,
  i1: bytes => bytes.getInt8(0),
  i2: (bytes, little) => bytes.getInt16(0, little),
  i4: (bytes, little) => bytes.getInt32(0, little),
  i8: (bytes, little) => Number(bytes.getBigInt64(0, little)),
  u1: bytes => bytes.getUint8(0),
  u2: (bytes, little) => bytes.getUint16(0, little),
  u4: (bytes, little) => bytes.getUint32(0, little),
  u8: (bytes, little) => Number(bytes.getBigUint64(0, little)),
  f4: (bytes, little) => bytes.getFloat32(0, little),
  f8: (bytes, little) => bytes.getFloat64(0, little),
}

function numpyScalar([type, bytes]: readonly PickleValue[]): number | boolean {
  if (type instanceof NumpyType && bytes instanceof Uint8Array && Object.hasOwn(numbers, type.description)) {
    if (bytes.length === Number(type.description.slice(1))) {
      return numbers[type.description]!(new DataView(bytes.buffer, bytes.byteOffset), !type.bigEndian)
    }
  }
  throw new PickleError('it holds a NumPy value that is not a number')
}

function orderedDictionary(pairs: PickleValue): Map<PickleValue, PickleValue> {
  if (!Array.isArray(pairs) || !pairs.every(pair => Array.isArray(pair) && pair.length === 2)) {
    throw new PickleError('it holds a damaged dictionary')
  }
  return new Map(pairs as [PickleValue, PickleValue][])
}
